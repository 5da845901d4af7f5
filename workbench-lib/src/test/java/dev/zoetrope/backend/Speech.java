package dev.zoetrope.backend;

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
