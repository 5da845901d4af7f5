package dev.zoetrope.capture;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets pictures through no faster than their stamps say; a stamp that goes back begins anew.
 * Confined to one thread.
 */
final class Pace {
  private final Ticker ticker;
  private final CountDownLatch stop;
  private @Nullable Duration firstStamp;
  private Duration lastStamp = Duration.ZERO;
  private long from;

  Pace(Ticker ticker, CountDownLatch stop) {
    this.ticker = ticker;
    this.stop = stop;
  }

  void await(Optional<Duration> stamp) {
    if (stamp.isEmpty()) {
      return;
    }
    if (firstStamp == null || stamp.get().compareTo(lastStamp) < 0) {
      firstStamp = stamp.get();
      from = ticker.nanos();
    }
    lastStamp = stamp.get();
    long due = from + stamp.get().minus(firstStamp).toNanos();
    try {
      boolean unused = stop.await(due - ticker.nanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
