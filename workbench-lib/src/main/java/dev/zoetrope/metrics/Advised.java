package dev.zoetrope.metrics;

import java.util.Map;
import java.util.Optional;

/** Why a number is absent, and how to get it where somebody knows. */
final class Advised {
  private Advised() {}

  /**
   * The reason with what can be done about it.
   *
   * @param tag the metric's
   * @param advice by a metric's tag
   */
  static Reading of(Reading.Absent absent, String tag, Map<String, String> advice) {
    String reason = absent.reason();
    return switch (reason) {
      case Stamped.UNTOLD -> new Reading.Absent(advice.getOrDefault(tag, reason));
      case Stamped.NO_COUNT -> with(absent, advice, "output_tokens");
      case Stamped.NO_PROMPT_COUNT -> with(absent, advice, "cached_tokens");
      case Stamped.BURST, Stamped.FEW_PIECES -> with(absent, advice, tag);
      default -> absent;
    };
  }

  private static Reading with(Reading.Absent absent, Map<String, String> advice, String tag) {
    return Optional.ofNullable(advice.get(tag))
        .map(known -> new Reading.Absent(absent.reason() + "; " + known))
        .orElse(absent);
  }
}
