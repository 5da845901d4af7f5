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

  /**
   * What the server remembers from one request to the next, as far as it is known.
   *
   * @param prefixes whether it says that it remembers prompts
   */
  static Optional<String> caches(WireServer.Engine engine, Optional<Boolean> prefixes) {
    String state = prefixes.map(on -> on ? ": on" : ": off").orElse(", on unless started without");
    return switch (engine) {
      case LLAMA_CPP ->
          Optional.of("prompt cache: on unless a request says no; each answer counts it");
      case VLLM ->
          Optional.of(
              "prompts by prefix" + state + "; pictures: on, and it counts nothing of them");
      case OLLAMA -> Optional.of("prompt cache: on, always, and never counted");
      case SGLANG -> Optional.of("prompts by prefix" + state);
      default -> Optional.empty();
    };
  }

  /** Which numbers the server tells, as far as it is known. */
  static String reports(WireServer.Engine engine) {
    return switch (engine) {
      case LLAMA_CPP ->
          "prompt, cached and completion tokens, prefill and decode time, progress of the prompt";
      case VLLM -> "prompt and completion tokens, and what it was started to tell (below)";
      case OLLAMA -> "prompt and completion tokens, load, prefill and decode time";
      case GEMINI -> "prompt, cached, vision, thinking and completion tokens";
      case OPENAI, AZURE, OPENROUTER -> "prompt, cached, thinking and completion tokens";
      case ANTHROPIC -> "prompt, cached and completion tokens";
      case LM_STUDIO -> "prompt and completion tokens, prefill time and decode rate";
      case LITELLM -> "the tokens that the server behind it tells; none for Gemini's streams";
      case SGLANG, NIM, TRANSFORMERS, TGI, MLX_VLM, OTHER ->
          "prompt and completion tokens, where it sends them";
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
