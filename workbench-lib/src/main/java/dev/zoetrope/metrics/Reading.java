package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

/**
 * A number with its unit and provenance, or the reason why there is none. Never a 0 for "unknown".
 */
public sealed interface Reading {
  /**
   * A measured number.
   *
   * @param value finite
   * @param unit "ms", "tok/s", "tokens", "times"
   */
  record Value(double value, String unit, Provenance provenance) implements Reading {
    public Value {
      requireNonNull(unit, "unit is null");
      requireNonNull(provenance, "provenance is null");
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("value is not finite: " + value);
      }
    }
  }

  /**
   * No number.
   *
   * @param reason why, in a few words that fit a table
   */
  record Absent(String reason) implements Reading {
    public Absent {
      requireNonNull(reason, "reason is null");
    }
  }
}
