package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpKeysTest {
  private static final String CANARY = "sk-canary-0123456789";

  private final Map<String, String> environment = new HashMap<>();
  private final HttpKeys keys = new HttpKeys(name -> Optional.ofNullable(environment.get(name)));

  private Optional<String> keyFor(String uri) {
    return keys.keyFor(HttpAddress.parse(uri));
  }

  @Test
  void openAisKeyGoesToOpenAiOverTlsOnly() {
    environment.put("OPENAI_API_KEY", CANARY);

    assertThat(keyFor("https://api.openai.com/v1#gpt")).contains(CANARY);
    assertThat(keyFor("http://api.openai.com/v1")).isEmpty();
    assertThat(keyFor("https://api.openai.com.evil.example")).isEmpty();
    assertThat(keyFor("http://127.0.0.1:8080")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://gpu-box:8000,true",
    "http://GPU-BOX:8000/v1#model,true",
    "http://10.0.0.7:9000,true",
    "http://10.0.0.7:9001,false",
    "http://127.0.0.1:8080,false",
    "http://localhost:8080,false",
    "http://gpu-box.evil.example,false",
    "https://api.openai.com,false"
  })
  void ourKeyGoesToTheHostsThatItWasGivenFor(String uri, boolean sent) {
    environment.put("ZOETROPE_API_KEY", CANARY);
    environment.put("ZOETROPE_API_KEY_HOST", "gpu-box, 10.0.0.7:9000,api.openai.com");

    assertThat(keyFor(uri).isPresent()).isEqualTo(sent);
  }

  @Test
  void aKeyWithoutAHostGoesNowhere() {
    environment.put("ZOETROPE_API_KEY", CANARY);

    assertThat(keyFor("http://127.0.0.1:8080")).isEmpty();
  }

  @Test
  void aKeyWithALineEndInItIsRefusedAndNotShown() {
    environment.put("ZOETROPE_API_KEY", "sk-can\nary");
    environment.put("ZOETROPE_API_KEY_HOST", "host");

    assertThatThrownBy(() -> keyFor("http://host"))
        .isInstanceOf(BackendException.Unauthorized.class)
        .hasMessageContaining("ZOETROPE_API_KEY holds letters that no key has")
        .message()
        .doesNotContain("ary");
  }

  @Test
  void aKeyInAMistypedUriIsNotRepeated() {
    try (BackendRegistry registry = BackendRegistry.open(() -> 0)) {
      assertThatThrownBy(() -> registry.connect("htps://" + CANARY + "@host").close())
          .isInstanceOf(BackendException.UnknownBackend.class)
          .message()
          .doesNotContain(CANARY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:" + CANARY + "@host:8080",
        "http://" + CANARY + "@host:8080/v1#model",
        "https://host/v1?api_key=" + CANARY,
        "https://host/v1?" + CANARY
      })
  void aKeyInAUriIsRefusedWithoutRepeatingIt(String uri) {
    assertThatThrownBy(() -> HttpAddress.parse(uri))
        .isInstanceOf(BackendException.UnknownBackend.class)
        .hasMessageContaining("put the key into the environment variable ZOETROPE_API_KEY")
        .hasMessageContaining("\"host\" into ZOETROPE_API_KEY_HOST")
        .message()
        .doesNotContain(CANARY);
  }

  @Test
  void theKeyIsSentAndShowsUpNowhereElse() throws InterruptedException {
    String echo = "{\"error\":\"Incorrect API key provided: " + CANARY + "\"}";
    byte[] refusal =
        ("HTTP/1.1 401 No\r\nContent-Length: " + echo.length() + "\r\n\r\n" + echo).getBytes();
    try (RawServer server = RawServer.always(refusal);
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      rig.environment.put("ZOETROPE_API_KEY", CANARY);
      rig.environment.put("ZOETROPE_API_KEY_HOST", "127.0.0.1");
      BackendException error = catchThrowableOfType(BackendException.class, rig::ask);

      assertThat(server.requests().get(0)).contains("Authorization: Bearer " + CANARY);
      assertThat(error)
          .isInstanceOf(BackendException.Unauthorized.class)
          .hasMessageContaining("[key]");
      assertThat(error.toString()).doesNotContain(CANARY);
      try (VlmBackend backend = rig.backend();
          TokenStream stream = backend.stream(Pictures.ask(0, "What?", 8))) {
        assertThat(backend.toString() + backend.card() + stream + keys).doesNotContain(CANARY);
      }
    }
  }
}
