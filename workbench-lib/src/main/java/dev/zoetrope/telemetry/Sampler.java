package dev.zoetrope.telemetry;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads probes on a thread of its own at absolute deadlines, and reads less often when that takes
 * more than its share of the time.
 */
final class Sampler implements AutoCloseable {
  /** Of wall time; more would disturb what is measured. */
  private static final double SHARE = 0.01;

  private static final long CHECK_NANOS = 1_000_000_000L;
  private static final int CALLS = 4096;

  private final Ticker ticker;
  private final List<Lane> lanes;
  private final Runnable onEnd;
  private final Thread thread;
  private final long[] callNanos = new long[CALLS];
  private final long startedAt;
  private volatile boolean stopping;
  private long busyNanos;
  private long busyAtCheck;
  private long checkedAt;
  private long calls;
  private long reads;
  private int slowed;
  private long endedAt;

  /**
   * @param onEnd runs when the last read has ended
   */
  Sampler(Ticker ticker, List<Lane> lanes, Runnable onEnd) {
    this.onEnd = onEnd;
    this.ticker = ticker;
    this.lanes = List.copyOf(lanes);
    this.startedAt = ticker.nanos();
    this.checkedAt = startedAt;
    this.thread = new Thread(this::run, "zoetrope-telemetry");
    thread.setDaemon(true);
    lanes.forEach(lane -> lane.next = startedAt);
    thread.start();
  }

  private void run() {
    while (!stopping) {
      Lane lane = next();
      if (await(lane.next)) {
        read(lane);
        lane.schedule(ticker.nanos());
        limit();
      }
    }
    endedAt = ticker.nanos();
    onEnd.run();
  }

  private Lane next() {
    Lane first = lanes.get(0);
    for (Lane lane : lanes) {
      first = lane.next - first.next < 0 ? lane : first;
    }
    return first;
  }

  /** Whether the deadline came before a stop. */
  private boolean await(long deadline) {
    long left;
    while (!stopping && (left = deadline - ticker.nanos()) > 0) {
      LockSupport.parkNanos(this, left);
    }
    return !stopping;
  }

  private void read(Lane lane) {
    long before = ticker.nanos();
    try {
      double value = lane.probe.read();
      lane.ring.value(before, spent(lane, before), value);
      reads++;
    } catch (Probe.Unread e) {
      lane.ring.gap(before, spent(lane, before), new SampleRing.Why(e.code(), e.reason()));
    } catch (RuntimeException | LinkageError e) {
      lane.ring.gap(before, spent(lane, before), new SampleRing.Why("defect", "defect: " + e));
    }
  }

  private long spent(Lane lane, long before) {
    long after = ticker.nanos();
    callNanos[(int) (calls++ % CALLS)] = after - before;
    busyNanos += after - before;
    lane.cost(after - before);
    return after;
  }

  private void limit() {
    long now = ticker.nanos();
    if (now - checkedAt < CHECK_NANOS) {
      return;
    }
    if (busyNanos - busyAtCheck > SHARE * (now - checkedAt)) {
      slowDearest();
    }
    checkedAt = now;
    busyAtCheck = busyNanos;
  }

  private void slowDearest() {
    lanes.stream()
        .max((a, b) -> Double.compare(a.share(), b.share()))
        .ifPresent(lane -> lane.period *= 2);
    slowed++;
  }

  /** Until so much time has passed, or it was closed. */
  void await(Duration length) throws InterruptedException {
    thread.join(length.toMillis());
  }

  /** Stops, waits for the last read, and tells what it cost. */
  SamplerReport stop() throws InterruptedException {
    close();
    thread.join();
    double seconds = (endedAt - startedAt) / 1e9;
    return new SamplerReport(
        seconds, busyNanos / 1e9 / seconds, p99(), reads, calls - reads, OptionalInt.of(slowed));
  }

  private OptionalDouble p99() {
    long[] sorted = Arrays.copyOf(callNanos, (int) Math.min(calls, CALLS));
    Arrays.sort(sorted);
    int place = (int) Math.ceil(0.99 * sorted.length) - 1;
    return place < 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[place] / 1e3);
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  /** One probe, its samples, and when it is read next. */
  static final class Lane {
    private final Probe probe;
    private final SampleRing ring;
    private long period;
    private long next;
    private double meanCost;

    Lane(Probe probe, SampleRing ring) {
      this.probe = probe;
      this.ring = ring;
      this.period = probe.tier().period().toNanos();
    }

    /** The next deadline on the grid; those that were missed are not made up for. */
    private void schedule(long now) {
      next += period * Math.max(1, (now - next + period - 1) / period);
    }

    private void cost(long nanos) {
      meanCost = 0.9 * meanCost + 0.1 * nanos;
    }

    private double share() {
      return meanCost / period;
    }

    Series series() {
      return new Series(probe.gauge(), ring.samples());
    }

    Series fresh() {
      return new Series(probe.gauge(), ring.fresh());
    }
  }
}
