package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

/**
 * A named span of one answer.
 *
 * @param name "prefill", "decode"
 * @param fromNanos its begin, from the {@link dev.zoetrope.metrics.Ticker} that stamped the samples
 * @param toNanos its end
 * @param boundaryNanos how far each boundary may be off
 */
public record Phase(String name, long fromNanos, long toNanos, long boundaryNanos) {
  public Phase {
    requireNonNull(name, "name is null");
    if (toNanos <= fromNanos) {
      throw new IllegalArgumentException("phase " + name + " has no length");
    }
    if (boundaryNanos < 0) {
      throw new IllegalArgumentException("boundaryNanos is negative: " + boundaryNanos);
    }
  }

  double seconds() {
    return (toNanos - fromNanos) / 1e9;
  }

  /** The seconds that it shares with a span. */
  double overlap(double from, double to) {
    return Math.max(0, Math.min(to, toNanos) - Math.max(from, fromNanos)) / 1e9;
  }
}
