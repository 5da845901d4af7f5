package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.TokenUsage;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What LM Studio adds to a chat completion in its own {@code /api/v0}; its times are seconds. */
final class LmStudioStats {
  private static final OptionalDouble UNTOLD = OptionalDouble.empty();
  private static final double SECOND = 1000;
  private static final Set<String> CUT =
      Set.of("maxPredictedTokensReached", "contextLengthReached");
  private static final Set<String> BROKEN = Set.of("failed", "modelUnloaded", "userStopped");

  private LmStudioStats() {}

  /** Its phases; empty if none is told. */
  static Optional<ServerTimings> timings(JsonNode stats, TokenUsage usage) {
    OptionalDouble prefill = either(stats, "time_to_first_token", "time_to_first_token_seconds");
    OptionalDouble spent = OpenAiTimings.millis(stats, "generation_time", SECOND);
    OptionalDouble decode = spent.isPresent() ? spent : byRate(stats, usage.completion());
    if (prefill.isEmpty() && decode.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ServerTimings(
            spent.isPresent()
                ? ServerTimings.Source.LM_STUDIO
                : ServerTimings.Source.LM_STUDIO_RATE,
            OpenAiTimings.fresh(usage),
            prefill,
            usage.cached(),
            usage.completion(),
            decode,
            UNTOLD,
            OpenAiTimings.millis(stats, "model_load_time_seconds", SECOND),
            UNTOLD));
  }

  private static OptionalDouble either(JsonNode stats, String one, String other) {
    OptionalDouble told = OpenAiTimings.millis(stats, one, SECOND);
    return told.isPresent() ? told : OpenAiTimings.millis(stats, other, SECOND);
  }

  /** Its rate leaves the first token out, as ours does. */
  private static OptionalDouble byRate(JsonNode stats, OptionalInt tokens) {
    OptionalDouble rate = WireJson.number(stats.path("tokens_per_second"));
    return rate.orElse(0) > 0 && tokens.orElse(0) > 1
        ? OptionalDouble.of((tokens.getAsInt() - 1) / rate.getAsDouble() * SECOND)
        : UNTOLD;
  }

  /** Whether a limit ended the answer, whatever its finish reason says. */
  static boolean isCut(JsonNode stats) {
    return stop(stats).filter(CUT::contains).isPresent();
  }

  /** The word for an end that is none. */
  static Optional<String> broken(JsonNode stats) {
    return stop(stats).filter(BROKEN::contains);
  }

  private static Optional<String> stop(JsonNode stats) {
    return WireJson.text(stats.path("stop_reason"));
  }

  /** What ran the model, in words: "llama.cpp-linux 1.3.0, gguf Q4_K_M". */
  static Optional<String> engine(JsonNode chunk) {
    JsonNode runtime = chunk.path("runtime");
    JsonNode model = chunk.path("model_info");
    String words =
        Stream.of(
                words(runtime.path("name"), runtime.path("version")),
                words(model.path("format"), model.path("quant")))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    return Optional.of(words).filter(told -> !told.isEmpty());
  }

  private static String words(JsonNode... told) {
    return Stream.of(told)
        .flatMap(word -> WireJson.text(word).stream())
        .collect(Collectors.joining(" "));
  }
}
