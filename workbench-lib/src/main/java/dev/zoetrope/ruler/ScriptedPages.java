package dev.zoetrope.ruler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.stream.Collectors;

/** What a client asks before it asks a question: who is there, which models, what was served. */
final class ScriptedPages {
  private final ServerScript script;
  private final ScriptedVlmServer server;

  ScriptedPages(ServerScript script, ScriptedVlmServer server) {
    this.script = script;
    this.server = server;
  }

  /** A whole response. */
  String page(Asked asked) {
    if (asked.place().equals("/truth")) {
      return truth(asked);
    }
    // Where clients look first whether anybody is there.
    if (asked.place().equals("/health") && script.answer().speaks() != ServerScript.Speaks.OLLAMA) {
      return ok("text/plain", "");
    }
    return switch (script.answer().speaks()) {
      case OLLAMA -> ollama(asked);
      case LLAMA_CPP -> llama(asked);
      case GEMINI -> gemini(asked);
      default -> openAi(asked, "scripted");
    };
  }

  private String truth(Asked asked) {
    if (asked.method().equals("DELETE")) {
      server.forget();
      return json("{}");
    }
    return ok(
        "application/x-ndjson",
        server.served().stream().map(ScriptedPages::line).collect(Collectors.joining()));
  }

  private static String line(ServedRequest served) {
    String writes =
        served.writes().stream()
            .map(w -> "[" + w.due() + "," + w.begun() + "," + w.done() + "," + w.tokens() + "]")
            .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "{\"rid\":\"%s\",\"read_ns\":%d,\"writes\":[%s]}%n",
        served.id().replaceAll("[^\\w.:-]", "_"),
        served.read(),
        writes);
  }

  private String openAi(Asked asked, String owner) {
    return asked.place().equals("/v1/models")
        ? json(
            "{\"object\":\"list\",\"data\":[{\"id\":\""
                + script.answer().model()
                + "\",\"object\":\"model\",\"created\":1,\"owned_by\":\""
                + owner
                + "\"}]}")
        : missing();
  }

  private String llama(Asked asked) {
    return asked.place().equals("/props")
        ? json("{\"modalities\":{\"vision\":true},\"build_info\":\"scripted\"}")
        : openAi(asked, "llamacpp");
  }

  private String ollama(Asked asked) {
    String name = ollamaName();
    return switch (asked.place()) {
      case "/" -> ok("text/plain", "Ollama is running");
      case "/api/version" -> json("{\"version\":\"0.99.0\"}");
      case "/api/tags" ->
          json(
              "{\"models\":[{\"name\":\""
                  + name
                  + "\",\"capabilities\":[\"completion\",\"vision\"]}]}");
      case "/api/show" -> json("{\"capabilities\":[\"completion\",\"vision\"]}");
      case "/api/ps" -> json("{\"models\":[]}");
      default -> missing();
    };
  }

  private String ollamaName() {
    String model = script.answer().model();
    return model.contains(":") ? model : model + ":latest";
  }

  private String gemini(Asked asked) {
    return asked.place().startsWith("/v1beta/models/")
        ? json("{\"name\":\"models/" + script.answer().model() + "\",\"inputTokenLimit\":1000000}")
        : missing();
  }

  private static String missing() {
    String body = "{\"detail\":\"Not Found\"}";
    return "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String json(String body) {
    return ok("application/json", body);
  }

  private static String ok(String type, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + body.getBytes(UTF_8).length
        + "\r\n\r\n"
        + body;
  }
}
