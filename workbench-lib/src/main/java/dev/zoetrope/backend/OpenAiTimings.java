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
    OptionalDouble prompt = WireJson.number(timings.path("prompt_ms"));
    OptionalDouble predicted = WireJson.number(timings.path("predicted_ms"));
    return prompt.isPresent() && predicted.isPresent()
        ? Optional.of(
            new ServerTimings(
                WireJson.count(timings.path("prompt_n")).orElse(0),
                prompt.getAsDouble(),
                WireJson.count(timings.path("cache_n")).orElse(0),
                WireJson.count(timings.path("predicted_n")).orElse(0),
                predicted.getAsDouble()))
        : Optional.empty();
  }

  /** {@code metrics} of a vLLM with --enable-per-request-metrics. */
  static Optional<ServerTimings> ofVllm(JsonNode metrics, TokenUsage usage) {
    return WireJson.number(metrics.path("time_to_first_token_ms")).isPresent()
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

  /** Only where the cached ones are told too: a rate of the others would be too high. */
  static OptionalInt fresh(TokenUsage usage) {
    return usage.prompt().isPresent() && usage.cached().isPresent()
        ? OptionalInt.of(usage.prompt().getAsInt() - usage.cached().getAsInt())
        : OptionalInt.empty();
  }

  static OptionalDouble millis(JsonNode from, String field, double scale) {
    OptionalDouble number = WireJson.number(from.path(field));
    return number.isPresent() ? OptionalDouble.of(number.getAsDouble() * scale) : UNTOLD;
  }
}
