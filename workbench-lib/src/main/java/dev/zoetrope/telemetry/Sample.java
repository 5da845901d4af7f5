package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

/** What one read of a gauge gave. Both stamps come from the session's ticker, in nanoseconds. */
public sealed interface Sample {
  /** Before the call. */
  long fromNanos();

  /** After the call. */
  long toNanos();

  /** A number that was read. */
  record Value(long fromNanos, long toNanos, double value) implements Sample {}

  /**
   * Nothing could be read.
   *
   * @param reason why, in a few words
   */
  record Gap(long fromNanos, long toNanos, String reason) implements Sample {
    public Gap {
      requireNonNull(reason, "reason is null");
    }
  }
}
