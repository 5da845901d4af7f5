package dev.zoetrope.kernel.display;

import dev.zoetrope.kernel.SuppressForbidden;

/** The kernel's one monotonic clock. */
public final class Nanos {
  private Nanos() {}

  /** Nanoseconds since an arbitrary moment; only differences mean anything. */
  @SuppressForbidden("the one place that reads the clock")
  public static long now() {
    return System.nanoTime();
  }
}
