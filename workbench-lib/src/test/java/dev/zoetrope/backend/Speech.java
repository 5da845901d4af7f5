package dev.zoetrope.backend;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A protocol, where it is asked, and a recorded answer. */
enum Speech {
  CHAT("", "POST /v1/chat/completions", "llama-server-b11434/stream-4img"),
  MESSAGES("/v1/messages", "POST /v1/messages", "llama-server-b11434/anthropic-4img-stream"),
  RESPONSES("/v1/responses", "POST /v1/responses", "llama-server-b11434/responses-4img-stream"),
  GEMINI(
      "/v1beta#tinyvlm",
      "POST /v1beta/models/tinyvlm:streamGenerateContent?alt=sse",
      "litellm-1.106.2/gemini-4img-stream"),
  OLLAMA("#tinyvlm", "POST /api/chat", "ollama-0.33.0/api-chat-4img-stream");

  private final String suffix;
  private final String route;
  private final String recording;

  Speech(String suffix, String route, String recording) {
    this.suffix = suffix;
    this.route = route;
    this.recording = recording;
  }

  Recorded recorded() {
    return Recorded.of(recording);
  }

  /** What the recorded answer says. */
  String text() {
    return this == GEMINI
        ? " A small white square moves right."
        : " A large red circle moves right.";
  }

  Dialect dialect() {
    return dialect("http://127.0.0.1:1");
  }

  Dialect dialect(String uri) {
    WireServer server =
        new WireServer(
            HttpAddress.parse(uri + suffix),
            WireServer.Engine.OTHER,
            Optional.empty(),
            "tinyvlm",
            List.of("tinyvlm"),
            OptionalInt.empty(),
            true,
            true);
    return switch (this) {
      case CHAT -> new OpenAiDialect(server);
      case MESSAGES -> new AnthropicDialect(server);
      case RESPONSES -> new ResponsesDialect(server);
      case GEMINI -> new GeminiDialect(server);
      case OLLAMA -> new OllamaDialect(server, false, Optional.empty());
    };
  }

  String route() {
    return route;
  }

  /** Makes the rig answer questions so. */
  void answers(WireRig rig, byte[] http) {
    rig.on(route, http);
  }

  VlmBackend connect(WireRig rig) {
    if (this == OLLAMA) {
      rig.on("GET /", "ollama-0.33.0/get-root")
          .on("GET /api/tags", "ollama-0.33.0/api-tags")
          .on("POST /api/show", "ollama-0.33.0/api-show");
    } else {
      rig.on("GET /v1/models", "llama-server-b11434/get-models");
    }
    return rig.connect(suffix);
  }
}
