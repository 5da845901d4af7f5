package dev.zoetrope.backend;

import java.util.Optional;
import okhttp3.Request;

/** Which protocol an address names; it decides how a key is carried. */
enum HttpApi {
  /** Not named: whoever answers is asked what it is. */
  ANY("") {
    @Override
    void authorise(Request.Builder http, Optional<String> key, boolean vendor) {
      bearer(http, key);
    }
  },
  /** OpenAI's Responses. */
  RESPONSES("/v1/responses") {
    @Override
    void authorise(Request.Builder http, Optional<String> key, boolean vendor) {
      bearer(http, key);
    }
  },
  /** Anthropic's Messages; other servers that speak it want the key as OpenAI has it. */
  MESSAGES("/v1/messages") {
    @Override
    void authorise(Request.Builder http, Optional<String> key, boolean vendor) {
      http.header("anthropic-version", "2023-06-01");
      key.ifPresent(word -> http.header("x-api-key", word));
      if (!vendor) {
        bearer(http, key);
      }
    }
  },
  /** Gemini's generateContent. */
  GEMINI("/v1beta") {
    @Override
    void authorise(Request.Builder http, Optional<String> key, boolean vendor) {
      key.ifPresent(word -> http.header("x-goog-api-key", word));
      if (!vendor) {
        bearer(http, key);
      }
    }
  },
  /** OpenAI's chat completions, one deployment of Azure. */
  AZURE("") {
    @Override
    void authorise(Request.Builder http, Optional<String> key, boolean vendor) {
      key.ifPresent(word -> http.header("api-key", word));
      if (!vendor) {
        bearer(http, key);
      }
    }
  };

  private final String path;

  HttpApi(String path) {
    this.path = path;
  }

  /** What an address ends with to name it. */
  String path() {
    return path;
  }

  /**
   * Adds the key, as the protocol carries it.
   *
   * @param vendor whether it goes to the protocol's own vendor, who refuses a second copy
   */
  abstract void authorise(Request.Builder http, Optional<String> key, boolean vendor);

  private static void bearer(Request.Builder http, Optional<String> key) {
    key.ifPresent(word -> http.header("Authorization", "Bearer " + word));
  }
}
