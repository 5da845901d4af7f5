package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.TokenUsage;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What servers that speak OpenAI's protocols add to it about their own phases. */
final class OpenAiTimings {
  private static final OptionalDouble UNTOLD = OptionalDouble.empty();

  private OpenAiTimings() {}

  /** {@code timings} of llama-server. */
  static Optional<ServerTimings> ofLlama(JsonNode timings) {
    return timings.path("prompt_ms").isNumber() && timings.path("predicted_ms").isNumber()
        ? Optional.of(
            new ServerTimings(
                timings.path("prompt_n").asInt(),
                timings.path("prompt_ms").asDouble(),
                timings.path("cache_n").asInt(),
                timings.path("predicted_n").asInt(),
                timings.path("predicted_ms").asDouble()))
        : Optional.empty();
  }

  /** {@code metrics} of a vLLM with --enable-per-request-metrics. */
  static Optional<ServerTimings> ofVllm(JsonNode metrics, TokenUsage usage) {
    return metrics.path("time_to_first_token_ms").isNumber()
        ? Optional.of(
            new ServerTimings(
                ServerTimings.Source.VLLM,
                fresh(usage),
                millis(metrics, "time_to_first_token_ms", 1),
                usage.cached(),
                usage.completion(),
                millis(metrics, "generation_time_ms", 1),
                millis(metrics, "queue_time_ms", 1),
                UNTOLD,
                UNTOLD))
        : Optional.empty();
  }

  /** {@code stats} of LM Studio, in seconds. */
  static Optional<ServerTimings> ofLmStudio(JsonNode stats, TokenUsage usage) {
    return stats.path("time_to_first_token").isNumber()
        ? Optional.of(
            new ServerTimings(
                ServerTimings.Source.LM_STUDIO,
                fresh(usage),
                millis(stats, "time_to_first_token", 1000),
                usage.cached(),
                usage.completion(),
                millis(stats, "generation_time", 1000),
                UNTOLD,
                millis(stats, "model_load_time_seconds", 1000),
                UNTOLD))
        : Optional.empty();
  }

  /** Only where the cached ones are told too: a rate of the others would be too high. */
  private static OptionalInt fresh(TokenUsage usage) {
    return usage.prompt().isPresent() && usage.cached().isPresent()
        ? OptionalInt.of(usage.prompt().getAsInt() - usage.cached().getAsInt())
        : OptionalInt.empty();
  }

  static OptionalDouble millis(JsonNode from, String field, double scale) {
    JsonNode number = from.path(field);
    return number.isNumber() ? OptionalDouble.of(number.asDouble() * scale) : UNTOLD;
  }
}
