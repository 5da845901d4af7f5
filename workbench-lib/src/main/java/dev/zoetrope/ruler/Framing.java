package dev.zoetrope.ruler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** How one protocol words the pieces of an answer. */
enum Framing {
  OPENAI {
    @Override
    String role(Words words) {
      return chunk(words, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    @Override
    String piece(Words words, String text, boolean first) {
      return chunk(words, "{\"content\":\"" + text + "\"}", "null");
    }

    @Override
    String end(Words words, boolean marked) {
      return chunk(words, "{}", "\"length\"")
          + (words.usage() ? counts(words) : "")
          + (marked ? "data: [DONE]\n\n" : "");
    }

    private String counts(Words words) {
      return event(
          "{\"id\":\""
              + words.id()
              + "\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\""
              + words.model()
              + "\",\"choices\":[],\"usage\":"
              + openAiUsage(words)
              + (words.timings() ? ",\"timings\":" + llamaTimings(words) : "")
              + "}");
    }

    @Override
    String error() {
      return event(
          "{\"error\":{\"message\":\"the script says so\",\"type\":\"server_error\",\"code\":500}}");
    }

    @Override
    String whole(Words words, String text) {
      return "{\"id\":\""
          + words.id()
          + "\",\"object\":\"chat.completion\",\"created\":1,\"model\":\""
          + words.model()
          + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
          + text
          + "\"},\"finish_reason\":\"length\"}],\"usage\":"
          + openAiUsage(words)
          + "}";
    }

    private String chunk(Words words, String delta, String finish) {
      return event(
          "{\"id\":\""
              + words.id()
              + "\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\""
              + words.model()
              + "\",\"choices\":[{\"index\":0,\"delta\":"
              + delta
              + ",\"finish_reason\":"
              + finish
              + "}]}");
    }
  },
  OLLAMA {
    @Override
    String role(Words words) {
      return line(words, "", "");
    }

    @Override
    String piece(Words words, String text, boolean first) {
      return line(words, text, "");
    }

    @Override
    String end(Words words, boolean marked) {
      return marked ? line(words, "", ",\"done_reason\":\"length\"" + ollamaTimings(words)) : "";
    }

    @Override
    String error() {
      return "{\"error\":\"the script says so\"}\n";
    }

    @Override
    String whole(Words words, String text) {
      return line(words, text, ",\"done_reason\":\"length\"" + ollamaTimings(words));
    }

    @Override
    String type() {
      return "application/x-ndjson";
    }

    private String line(Words words, String text, String end) {
      return "{\"model\":\""
          + words.model()
          + "\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\","
          + "\"content\":\""
          + text
          + "\"},\"done\":"
          + !end.isEmpty()
          + end
          + "}\n";
    }

    private String ollamaTimings(Words words) {
      return String.format(
          Locale.ROOT,
          ",\"total_duration\":%d,\"load_duration\":0,\"prompt_eval_count\":%d,"
              + "\"prompt_eval_duration\":%d,\"eval_count\":%d,\"eval_duration\":%d",
          words.prefillNanos() + words.decodeNanos(),
          words.promptTokens(),
          words.prefillNanos(),
          words.tokens(),
          words.decodeNanos());
    }
  },
  ANTHROPIC {
    @Override
    String role(Words words) {
      return named(
          "message_start",
          "\"message\":{\"id\":\""
              + words.id()
              + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""
              + words.model()
              + "\",\"content\":[],\"usage\":{\"input_tokens\":"
              + words.promptTokens()
              + ",\"output_tokens\":1}}");
    }

    @Override
    String piece(Words words, String text, boolean first) {
      return (first
              ? named(
                  "content_block_start",
                  "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
              : "")
          + named(
              "content_block_delta",
              "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
    }

    @Override
    String end(Words words, boolean marked) {
      return named("content_block_stop", "\"index\":0")
          + named(
              "message_delta",
              "\"delta\":{\"stop_reason\":\"max_tokens\"},\"usage\":{\"output_tokens\":"
                  + words.tokens()
                  + "}")
          + (marked ? "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n" : "");
    }

    @Override
    String error() {
      return named(
          "error", "\"error\":{\"type\":\"api_error\",\"message\":\"the script says so\"}");
    }

    @Override
    String whole(Words words, String text) {
      return "{\"id\":\""
          + words.id()
          + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\""
          + words.model()
          + "\",\"content\":[{\"type\":\"text\",\"text\":\""
          + text
          + "\"}],\"stop_reason\":\"max_tokens\",\"usage\":{\"input_tokens\":"
          + words.promptTokens()
          + ",\"output_tokens\":"
          + words.tokens()
          + "}}";
    }

    @Override
    boolean alwaysNamesRole() {
      return true;
    }

    private String named(String type, String fields) {
      return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
    }
  },
  GEMINI {
    @Override
    String role(Words words) {
      return "";
    }

    @Override
    String piece(Words words, String text, boolean first) {
      return event(body(text, "", ""));
    }

    @Override
    String end(Words words, boolean marked) {
      return event(body("", marked ? ",\"finishReason\":\"MAX_TOKENS\"" : "", counts(words)));
    }

    @Override
    String error() {
      return event(
          "{\"error\":{\"code\":500,\"message\":\"the script says so\",\"status\":\"INTERNAL\"}}");
    }

    @Override
    String whole(Words words, String text) {
      return body(text, ",\"finishReason\":\"MAX_TOKENS\"", counts(words));
    }

    private String counts(Words words) {
      return words.usage()
          ? ",\"usageMetadata\":{\"promptTokenCount\":"
              + words.promptTokens()
              + ",\"candidatesTokenCount\":"
              + words.tokens()
              + "}"
          : "";
    }

    private String body(String text, String finish, String counts) {
      return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\""
          + text
          + "\"}]}"
          + finish
          + ",\"index\":0}]"
          + counts
          + "}";
    }
  };

  /**
   * What a protocol tells beside the text.
   *
   * @param timings whether llama.cpp's timings are told
   */
  record Words(
      String id,
      String model,
      boolean usage,
      boolean timings,
      int promptTokens,
      int cachedTokens,
      int tokens,
      long prefillNanos,
      long decodeNanos) {}

  abstract String role(Words words);

  abstract String piece(Words words, String text, boolean first);

  /** What ends an answer; without the protocol's own mark of the end if not marked. */
  abstract String end(Words words, boolean marked);

  abstract String error();

  abstract String whole(Words words, String text);

  /** Whether nothing may come before the piece that names the speaker. */
  boolean alwaysNamesRole() {
    return false;
  }

  String type() {
    return "text/event-stream";
  }

  static String event(String json) {
    return "data: " + json + "\n\n";
  }

  private static String openAiUsage(Words words) {
    return String.format(
        Locale.ROOT,
        "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":%d}}",
        words.promptTokens(),
        words.tokens(),
        words.promptTokens() + words.tokens(),
        words.cachedTokens());
  }

  private static String llamaTimings(Words words) {
    return String.format(
        Locale.ROOT,
        "{\"cache_n\":%d,\"prompt_n\":%d,\"prompt_ms\":%.3f,\"predicted_n\":%d,\"predicted_ms\":%.3f}",
        words.cachedTokens(),
        words.promptTokens() - words.cachedTokens(),
        words.prefillNanos() / 1e6,
        words.tokens(),
        words.decodeNanos() / 1e6);
  }

  /** One piece of a chunked body. */
  static byte[] chunked(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    byte[] head = (Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8);
    byte[] all = new byte[head.length + bytes.length + 2];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(bytes, 0, all, head.length, bytes.length);
    all[all.length - 2] = '\r';
    all[all.length - 1] = '\n';
    return all;
  }
}
