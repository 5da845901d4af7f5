package dev.zoetrope.ruler;

import dev.zoetrope.metrics.Ticker;
import java.util.concurrent.locks.LockSupport;

/** Waits for an instant: parked for most of it, spinning for the rest while few others do. */
final class Pacer {
  /** What parking oversleeps on an idle Linux, with its timer slack of 50 us. */
  private static final long SPIN_NANOS = 80_000;

  /** More would spin the client off its processor. */
  private static final int SPINNERS = 4;

  private final Ticker ticker;

  Pacer(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * Returns at the instant or as soon after as the machine lets it, or when interrupted.
   *
   * @param crowd how many wait like this
   */
  void until(long due, int crowd) {
    long spin = crowd <= SPINNERS ? SPIN_NANOS : 0;
    long left = due - ticker.nanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      if (left > spin) {
        LockSupport.parkNanos(this, left - spin);
      } else {
        Thread.onSpinWait();
      }
      left = due - ticker.nanos();
    }
  }
}
