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
 * @param source who measures it; each number has its own provenance besides
 * @param absent when there is none, in words; each reading has its own reason besides
 * @param reading the pure function behind it
 */
public record Metric(
    String tag,
    String header,
    String unit,
    String formula,
    String source,
    String absent,
    Function<Observation, Reading> reading) {
  public Metric {
    requireNonNull(tag, "tag is null");
    requireNonNull(header, "header is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(formula, "formula is null");
    requireNonNull(source, "source is null");
    requireNonNull(absent, "absent is null");
    requireNonNull(reading, "reading is null");
  }

  /** The number for this answer, or why there is none. */
  public Reading of(Observation observation) {
    return reading.apply(observation);
  }
}
