package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the sampler itself cost.
 *
 * @param seconds how long it ran
 * @param duty share of that time spent inside reads, 0 to 1
 * @param p99CallMicros 99th percentile of one read's time in microseconds; empty if nothing was
 *     read
 * @param reads how many reads gave a number
 * @param gaps how many did not
 * @param slowed how often it read less often to stay within its share; empty where that was not
 *     kept
 */
public record SamplerReport(
    double seconds,
    double duty,
    OptionalDouble p99CallMicros,
    long reads,
    long gaps,
    OptionalInt slowed) {
  public SamplerReport {
    requireNonNull(p99CallMicros, "p99CallMicros is null");
    requireNonNull(slowed, "slowed is null");
  }
}
