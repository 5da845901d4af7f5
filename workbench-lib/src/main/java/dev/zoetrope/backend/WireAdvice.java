package dev.zoetrope.backend;

import java.util.Map;
import java.util.Optional;

/** How to get from a server the numbers that it does not tell by itself. */
final class WireAdvice {
  private static final String VLLM_TIMES = "start vLLM with --enable-per-request-metrics";
  private static final String VLLM_COUNTS = "start vLLM with --enable-prompt-tokens-details";
  private static final String HOSTED = "a hosted service tells no phases";
  private static final String UNSAID = "this protocol has no such number";

  private WireAdvice() {}

  /** What the server remembers from one request to the next, as far as it is known. */
  static Optional<String> caches(WireServer.Engine engine) {
    return switch (engine) {
      case LLAMA_CPP -> Optional.of("prompt cache; each answer says what came out of it");
      case VLLM -> Optional.of("prompts by prefix, and pictures, of which it counts nothing");
      case OLLAMA -> Optional.of("prompt cache, always on and never counted");
      case SGLANG -> Optional.of("prompts by prefix, on unless it was started without");
      default -> Optional.empty();
    };
  }

  /** By a metric's tag. */
  static Map<String, String> of(WireServer.Engine engine) {
    return switch (engine) {
      case VLLM ->
          Map.of(
              "prefill_time", VLLM_TIMES,
              "prefill_throughput", VLLM_TIMES,
              "queue_time", VLLM_TIMES,
              "cached_tokens", VLLM_COUNTS,
              "vision_tokens", VLLM_COUNTS);
      case SGLANG ->
          Map.of(
              "cached_tokens", "start SGLang with --enable-cache-report",
              "prefill_time", "SGLang tells times only in /generate and /metrics",
              "prefill_throughput", "SGLang tells times only in /generate and /metrics");
      case LLAMA_CPP ->
          Map.of("queue_time", "llama-server tells no waiting; look at /slots while it is busy");
      case OLLAMA ->
          Map.of(
              "cached_tokens", "Ollama counts no cached tokens; ask llama-server itself",
              "queue_time", "Ollama tells no waiting; it is in its server load and rest");
      case OPENAI, AZURE, ANTHROPIC, GEMINI, OPENROUTER, NIM ->
          Map.of(
              "prefill_time", HOSTED,
              "prefill_throughput", HOSTED,
              "queue_time", HOSTED,
              "server_load_time", HOSTED,
              "server_rest_time", HOSTED);
      case LITELLM, TRANSFORMERS, TGI, MLX_VLM, LM_STUDIO, OTHER ->
          Map.of("queue_time", UNSAID, "server_rest_time", UNSAID);
    };
  }
}
