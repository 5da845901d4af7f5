package dev.zoetrope.telemetry;

import java.time.Duration;

/**
 * How often a gauge is read: what phases need often, what costs or changes little seldom. The
 * shortest period shares no divisor with the usual refresh periods, so that polls fall on all their
 * phases.
 */
enum Tier {
  ENERGY(Duration.ofMillis(11)),
  STATE(Duration.ofMillis(100)),
  SLOW(Duration.ofSeconds(1));

  private final Duration period;

  Tier(Duration period) {
    this.period = period;
  }

  Duration period() {
    return period;
  }
}
