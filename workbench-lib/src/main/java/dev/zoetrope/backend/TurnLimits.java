package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What one backend may be asked.
 *
 * @param atOnce requests that run at the same time, at least 1
 * @param perMinute requests that begin within any minute, at least 1; empty for as many as come
 * @param patience how long a request may wait for its turn
 */
public record TurnLimits(int atOnce, OptionalInt perMinute, Duration patience) {
  public TurnLimits {
    requireNonNull(perMinute, "perMinute is null");
    requireNonNull(patience, "patience is null");
    if (atOnce < 1 || perMinute.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "a backend must be asked at least once: " + atOnce + " at once, " + perMinute);
    }
  }
}
