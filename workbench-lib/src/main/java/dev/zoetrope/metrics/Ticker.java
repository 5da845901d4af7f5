package dev.zoetrope.metrics;

/**
 * The monotonic clock that every stamp comes from, handed in so that tests own time.
 *
 * <p>Thread-safe. Values are nanoseconds from an arbitrary origin: only differences mean anything.
 */
@FunctionalInterface
public interface Ticker {
  /** Now, in nanoseconds from an arbitrary origin. */
  long nanos();

  /** The machine's monotonic clock. */
  @SuppressForbidden("the one place that reads the clock")
  static Ticker system() {
    return System::nanoTime;
  }
}
