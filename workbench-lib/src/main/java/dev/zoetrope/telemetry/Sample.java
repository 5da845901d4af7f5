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
   * @param code a stable word for programs: {@code nvml-999}, {@code unread}, {@code defect}
   * @param reason why, in a few words
   */
  record Gap(long fromNanos, long toNanos, String code, String reason) implements Sample {
    public Gap {
      requireNonNull(code, "code is null");
      requireNonNull(reason, "reason is null");
    }
  }
}
