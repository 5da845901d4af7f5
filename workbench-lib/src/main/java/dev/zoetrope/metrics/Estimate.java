package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A number that was estimated from a sample, with all that must be said beside it.
 *
 * @param value in {@code unit}
 * @param interval in which the true value lies, of {@link Samples#CONFIDENCE}; empty if there is
 *     too little for one, and {@code method} says why
 * @param n how many
 * @param of what there are {@code n} of: "clips", "pairs", "votes"
 * @param unit "share", "points", "rating"
 * @param method how value and interval were found, in words with their names
 */
public record Estimate(
    double value,
    Optional<Samples.Interval> interval,
    int n,
    String of,
    String unit,
    String method) {
  public Estimate {
    requireNonNull(interval, "interval is null");
    requireNonNull(of, "of is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(method, "method is null");
    if (n < 1) {
      throw new IllegalArgumentException("an estimate needs something to be an estimate of");
    }
  }

  /** Whether the interval leaves this value out; not without an interval. */
  public boolean excludes(double other) {
    return interval.isPresent() && (interval.get().low() > other || interval.get().high() < other);
  }
}
