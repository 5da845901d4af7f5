package dev.zoetrope.compare;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When one backend is asked next: not before its time, at once where that has passed, later where
 * it fails. Confined to its thread.
 */
final class LivePace {
  private static final long FIRST_BACKOFF_NANOS = 500_000_000L;
  private static final long LONGEST_BACKOFF_NANOS = 10_000_000_000L;

  private final long every;
  private final Ticker ticker;
  private final CountDownLatch closing;
  private long asked;
  private long due;
  private int failures;
  private long skipped;

  LivePace(Duration every, Ticker ticker, CountDownLatch closing) {
    this.every = every.toNanos();
    this.ticker = ticker;
    this.closing = closing;
    this.due = ticker.nanos();
  }

  /** Whether the time came; not if the session closed meanwhile. */
  boolean await() throws InterruptedException {
    return !closing.await(Math.max(0, due - ticker.nanos()), TimeUnit.NANOSECONDS);
  }

  void asked() {
    asked = ticker.nanos();
    due = asked + every;
  }

  /** Of the moments that passed meanwhile the last one is made up for now. */
  void answered() {
    skipped += Math.max(0, (ticker.nanos() - asked) / every - 1);
    failures = 0;
  }

  void failed() {
    long backoff = FIRST_BACKOFF_NANOS << Math.min(failures, 10);
    failures++;
    due = Math.max(due, ticker.nanos() + Math.min(backoff, LONGEST_BACKOFF_NANOS));
  }

  /** How many moments passed while it was busy, since the last call. */
  long skipped() {
    long since = skipped;
    skipped = 0;
    return since;
  }
}
