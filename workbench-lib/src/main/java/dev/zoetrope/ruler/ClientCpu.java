package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;

/**
 * Processor time of the threads that ask, and of nobody else in their process: an engine or a
 * scripted server that runs beside them does not make a client busy. Thread-safe.
 */
public final class ClientCpu {
  private final Ticker ticker;
  private final LongAdder nanos = new LongAdder();
  private volatile long begin;

  /** Counts from now on. */
  public ClientCpu(Ticker ticker) {
    this.ticker = requireNonNull(ticker, "ticker is null");
    this.begin = ticker.nanos();
  }

  /** Begins anew. */
  void reset() {
    nanos.reset();
    begin = ticker.nanos();
  }

  /** What the calling thread has used so far, for {@link #since}; 0 where no machine tells. */
  public static long used() {
    return ManagementFactory.getThreadMXBean().isCurrentThreadCpuTimeSupported()
        ? Math.max(0, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime())
        : 0;
  }

  /** Adds what the calling thread has used since then. */
  public void since(long used) {
    nanos.add(used() - used);
  }

  /** Processor time over the time that has passed; 1 is one core. */
  public double share() {
    return (double) nanos.sum() / Math.max(1, ticker.nanos() - begin);
  }
}
