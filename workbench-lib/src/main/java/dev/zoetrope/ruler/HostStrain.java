package dev.zoetrope.ruler;

import dev.zoetrope.metrics.Ticker;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How hard this process had it while something was measured: garbage collection, and how late a
 * thread wakes. Whoever starts it closes it.
 */
final class HostStrain implements AutoCloseable {
  private static final long NAP_NANOS = 5_000_000;

  private final Ticker ticker;
  private final long gc;
  private final AtomicLong late = new AtomicLong();
  private final Thread watch;

  private HostStrain(Ticker ticker) {
    this.ticker = ticker;
    this.gc = gcMillis();
    this.watch = new Thread(this::watch, "zoetrope-strain");
  }

  static HostStrain watch(Ticker ticker) {
    HostStrain strain = new HostStrain(ticker);
    strain.watch.setDaemon(true);
    strain.watch.start();
    return strain;
  }

  /**
   * What it was.
   *
   * @param stallMillis the latest that a sleeping thread woke
   */
  record Told(double gcMillis, double stallMillis) {}

  Told told() {
    return new Told(gcMillis() - gc, late.get() / 1e6);
  }

  private void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      long due = ticker.nanos() + NAP_NANOS;
      LockSupport.parkNanos(this, NAP_NANOS);
      late.accumulateAndGet(ticker.nanos() - due, Math::max);
    }
  }

  private static long gcMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .filter(millis -> millis > 0)
        .sum();
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
