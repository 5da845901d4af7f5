package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;

/**
 * One number of an answer: table, JSON and docs read its name, unit and formula from here.
 *
 * @param tag stable, in JSON and logs: "time_to_first_token"
 * @param header short, in tables: "TTFT"
 * @param unit "ms", "tok/s", "tokens", "times"
 * @param formula what it is, in words that a reader can check
 * @param reading the pure function behind it
 */
public record Metric(
    String tag,
    String header,
    String unit,
    String formula,
    Function<Observation, Reading> reading) {
  public Metric {
    requireNonNull(tag, "tag is null");
    requireNonNull(header, "header is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(formula, "formula is null");
    requireNonNull(reading, "reading is null");
  }

  /** The number for this answer, or why there is none. */
  public Reading of(Observation observation) {
    return reading.apply(observation);
  }
}
