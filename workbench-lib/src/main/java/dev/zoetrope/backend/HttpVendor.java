package dev.zoetrope.backend;

import java.util.Locale;

/** Services that are known by their host's name, never by a port. */
enum HttpVendor {
  OPENAI("api.openai.com", "OPENAI_API_KEY"),
  ANTHROPIC("api.anthropic.com", "ANTHROPIC_API_KEY"),
  GEMINI("generativelanguage.googleapis.com", "GEMINI_API_KEY"),
  OPENROUTER("openrouter.ai", "OPENROUTER_API_KEY"),
  NVIDIA("integrate.api.nvidia.com", "NVIDIA_API_KEY"),
  HUGGING_FACE("router.huggingface.co", "HF_TOKEN"),
  /** Any of its customers' hosts; its key goes only to the one in AZURE_OPENAI_ENDPOINT. */
  AZURE(".openai.azure.com", "AZURE_OPENAI_API_KEY"),
  /** None of these. */
  NONE("", "");

  private final String host;
  private final String keyVariable;

  HttpVendor(String host, String keyVariable) {
    this.host = host;
    this.keyVariable = keyVariable;
  }

  static HttpVendor of(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (lower.endsWith(AZURE.host) || lower.endsWith(".services.ai.azure.com")) {
      return AZURE;
    }
    for (HttpVendor vendor : values()) {
      if (lower.equals(vendor.host)) {
        return vendor;
      }
    }
    return NONE;
  }

  /** The environment variable that holds the key for it. */
  String keyVariable() {
    return keyVariable;
  }
}
