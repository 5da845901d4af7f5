package dev.zoetrope.compare;

import dev.zoetrope.metrics.PhaseChart;
import dev.zoetrope.metrics.PhaseChart.Bar;
import java.util.OptionalDouble;

/** The phases of each answer as bars; what was not measured is left out, not drawn as 0. */
final class ResultChart {
  private ResultChart() {}

  static PhaseChart of(ComparisonResult result) {
    return new PhaseChart(
        "Prefill and decode", result.answers().stream().map(a -> bar(result, a)).toList());
  }

  private static Bar bar(ComparisonResult result, Answer answer) {
    return new Bar(
        answer.slot().backend().uri() + " · " + ResultTable.encoding(result, answer.slot()),
        millis(answer, "image_encode_time"),
        millis(answer, "prefill_time"),
        decode(answer));
  }

  private static OptionalDouble millis(Answer answer, String tag) {
    return ResultTable.value(answer, tag)
        .map(v -> OptionalDouble.of(v.value()))
        .orElseGet(OptionalDouble::empty);
  }

  /** Tokens after the first, each as long as the rate says. */
  private static OptionalDouble decode(Answer answer) {
    OptionalDouble gap = millis(answer, "inter_token_latency");
    OptionalDouble tokens = millis(answer, "output_tokens");
    return gap.isPresent() && tokens.isPresent()
        ? OptionalDouble.of(gap.getAsDouble() * (tokens.getAsDouble() - 1))
        : OptionalDouble.empty();
  }
}
