package dev.zoetrope.backend;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How to get from a server the numbers that it does not tell by itself. */
final class WireAdvice {
  private static final String VLLM_TIMES = "start vLLM with --enable-per-request-metrics";
  private static final String VLLM_COUNTS = "start vLLM with --enable-prompt-tokens-details";
  private static final String VLLM_USAGE =
      "keep stream_options.include_usage, or start vLLM with --enable-force-include-usage";
  private static final String SGLANG_TIMES =
      "SGLang tells times only in /generate, and in /metrics if started with --enable-metrics";
  private static final String LM_STUDIO_STATS =
      "LM Studio sends stats from 0.3.6 on, in /api/v0/chat/completions";
  private static final String OPENROUTER_TIMES =
      "OpenRouter tells it afterwards, at /api/v1/generation?id=…";
  private static final String LITELLM_COUNTS =
      "LiteLLM counts nothing in Gemini's streams; ask in one piece";
  private static final String IN_CHAT =
      "told only in chat completions: connect by the address without its protocol's path";
  private static final String HOSTED = "a hosted service tells no phases";
  private static final String UNSAID = "this protocol has no such number";
  private static final String USAGE =
      "no usage came; stream_options.include_usage asks for it, and is sent unless an extra takes it"
          + " out";
  private static final Set<WireServer.Engine> TIMED =
      EnumSet.of(
          WireServer.Engine.LLAMA_CPP,
          WireServer.Engine.VLLM,
          WireServer.Engine.LM_STUDIO,
          WireServer.Engine.MLX_VLM);
  private static final Map<String, String> EVERYWHERE =
      Map.ofEntries(
          Map.entry("input_tokens", USAGE),
          Map.entry("output_tokens", USAGE),
          Map.entry("cached_tokens", "its usage holds none; zoetrope probe looks at its caches"),
          Map.entry("vision_tokens", "its usage holds none, and it has no counter that is free"),
          Map.entry("reasoning_tokens", "it does not count them apart"),
          Map.entry("prefill_time", UNSAID),
          Map.entry("prefill_throughput", UNSAID),
          Map.entry("queue_time", UNSAID),
          Map.entry("server_load_time", UNSAID),
          Map.entry("server_rest_time", UNSAID),
          Map.entry("image_preprocess_time", "only the embedded engine tells it"),
          Map.entry("image_encode_time", "only the embedded engine tells it apart"),
          Map.entry("image_prompt_time", "only llama-server reports its progress"));

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

  /** By a metric's tag: the numbers that do not come, or only from a server that was told to. */
  static Map<String, String> onCard(WireServer server) {
    Map<String, String> advice = new HashMap<>(ofEngine(server.engine()));
    advice.putAll(ofProtocol(server));
    return advice;
  }

  /** The same, and for every other number what to do should it not come. */
  static Map<String, String> of(WireServer server) {
    Map<String, String> advice = new HashMap<>(EVERYWHERE);
    advice.putAll(shouldItNotCome(server.engine()));
    advice.putAll(onCard(server));
    return advice;
  }

  private static Map<String, String> ofEngine(WireServer.Engine engine) {
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
              "prefill_time", SGLANG_TIMES,
              "prefill_throughput", SGLANG_TIMES,
              "queue_time", SGLANG_TIMES);
      case LLAMA_CPP ->
          Map.of(
              "queue_time",
              "llama-server tells no waiting; while it is busy look at /slots, or at"
                  + " requests_deferred in /metrics of one that was started with --metrics");
      case OLLAMA ->
          Map.of(
              "cached_tokens", "Ollama counts no cached tokens; ask llama-server itself",
              "queue_time", "Ollama tells no waiting; it is in its server load and rest");
      case OPENROUTER ->
          Map.of(
              "prefill_time", OPENROUTER_TIMES,
              "prefill_throughput", OPENROUTER_TIMES,
              "queue_time", HOSTED,
              "server_load_time", HOSTED,
              "server_rest_time", HOSTED);
      case OPENAI, AZURE, ANTHROPIC, GEMINI, NIM ->
          Map.of(
              "prefill_time", HOSTED,
              "prefill_throughput", HOSTED,
              "queue_time", HOSTED,
              "server_load_time", HOSTED,
              "server_rest_time", HOSTED);
      case LM_STUDIO ->
          Map.of(
              "cached_tokens", "LM Studio counts no cached tokens",
              "queue_time", "LM Studio tells no waiting; it is in its prefill",
              "server_rest_time", UNSAID);
      case LITELLM, TRANSFORMERS, TGI, MLX_VLM, OTHER ->
          Map.of("queue_time", UNSAID, "server_rest_time", UNSAID);
    };
  }

  /** What a server tells in chat completions, and not in the protocol that its address names. */
  private static Map<String, String> ofProtocol(WireServer server) {
    boolean times = TIMED.contains(server.engine());
    return switch (server.address().api()) {
      case MESSAGES ->
          times
              ? Map.of(
                  "prefill_time", IN_CHAT,
                  "prefill_throughput", IN_CHAT,
                  "image_prompt_time", IN_CHAT,
                  "reasoning_tokens", IN_CHAT,
                  "queue_time", IN_CHAT)
              : Map.of();
      case RESPONSES ->
          server.engine() == WireServer.Engine.VLLM ? Map.of("vision_tokens", IN_CHAT) : Map.of();
      default -> Map.of();
    };
  }

  private static Map<String, String> shouldItNotCome(WireServer.Engine engine) {
    return switch (engine) {
      case VLLM ->
          Map.of(
              "decode_throughput", VLLM_TIMES,
              "inter_token_latency", VLLM_TIMES,
              "input_tokens", VLLM_USAGE,
              "output_tokens", VLLM_USAGE,
              "reasoning_tokens", "start vLLM with --reasoning-parser and the model's parser",
              "server_load_time", "vLLM loads before it listens");
      case SGLANG ->
          Map.of(
              "vision_tokens", "a newer SGLang counts them in usage.prompt_tokens_details",
              "server_load_time", "SGLang loads before it listens",
              "server_rest_time", SGLANG_TIMES);
      case LLAMA_CPP ->
          Map.of(
              "vision_tokens",
              "by difference, which needs a llama-server with /v1/responses/input_tokens, as build"
                  + " 10434 is",
              "reasoning_tokens",
              "llama-server does not count them apart",
              "image_prompt_time",
              "llama-server reports its progress only in streamed chat completions",
              "server_load_time",
              "llama-server tells no loading",
              "server_rest_time",
              "llama-server tells no total");
      case OLLAMA ->
          Map.of(
              "input_tokens", "update Ollama: before June 2024 it left out what its cache had",
              "reasoning_tokens", "Ollama does not count them apart",
              "image_prompt_time", "Ollama passes no progress on; ask llama-server itself",
              "vision_tokens", "by difference, and Ollama did not answer the request beside it");
      case LM_STUDIO ->
          Map.of(
              "prefill_time", LM_STUDIO_STATS,
              "prefill_throughput", LM_STUDIO_STATS,
              "decode_throughput", LM_STUDIO_STATS,
              "server_load_time", "LM Studio tells it only in /api/v1/chat");
      case OPENAI ->
          Map.of("vision_tokens", "OpenAI counts them beside Responses: connect to …/v1/responses");
      case OPENROUTER -> Map.of("vision_tokens", "OpenRouter counts pictures, not their tokens");
      case LITELLM ->
          Map.of(
              "input_tokens",
              LITELLM_COUNTS,
              "output_tokens",
              LITELLM_COUNTS,
              "prefill_time",
              "LiteLLM drops them from streams; ask the server behind it",
              "prefill_throughput",
              "LiteLLM drops them from streams; ask the server behind it");
      default -> Map.of();
    };
  }
}
