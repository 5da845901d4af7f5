package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Bars of prefill and decode as plain data; only the report draws it.
 *
 * @param title one line
 * @param bars one for each answer
 */
public record PhaseChart(String title, List<Bar> bars) {
  public PhaseChart {
    requireNonNull(title, "title is null");
    bars = List.copyOf(bars);
  }

  /**
   * One answer's phases in milliseconds; an unknown phase is empty and not drawn.
   *
   * @param imageEncode an in-process engine's image encoding; a server's is inside its prefill
   */
  public record Bar(
      String label, OptionalDouble imageEncode, OptionalDouble prefill, OptionalDouble decode) {
    public Bar {
      requireNonNull(label, "label is null");
      requireNonNull(imageEncode, "imageEncode is null");
      requireNonNull(prefill, "prefill is null");
      requireNonNull(decode, "decode is null");
    }
  }
}
