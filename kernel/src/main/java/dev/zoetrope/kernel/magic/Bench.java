package dev.zoetrope.kernel.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Measures one piece of code. Confined to the thread that runs it. */
final class Bench {
  /** Long beside the clock's own step, short enough for ten runs while somebody waits. */
  private static final long RUN_NANOS = 20_000_000;

  private static final long MAX_LOOPS = 1L << 30;

  private final BenchCode.Body body;
  private final LongSupplier clock;
  private final BenchMachine machine;
  private @Nullable Object kept;

  Bench(BenchCode.Body body, LongSupplier clock, BenchMachine machine) {
    this.body = body;
    this.clock = clock;
    this.machine = machine;
  }

  /**
   * Warms up, then measures.
   *
   * @param loops calls a run, or 0 to choose them
   */
  BenchResult measure(int runs, long loops, int warmUpSeconds) throws Exception {
    long first = time(1);
    WarmUp warmUp = warmUp(loops, first, warmUpSeconds * 1_000_000_000L);
    BenchMachine.Reading before = machine.read();
    List<Double> perCall = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      perCall.add((double) time(warmUp.loops()) / warmUp.loops());
    }
    return new BenchResult(perCall, first, warmUp, machine.read().since(before));
  }

  /**
   * What came before the runs.
   *
   * @param loops calls a run from now on
   */
  record WarmUp(long loops, long calls, long nanos) {}

  private WarmUp warmUp(long chosen, long first, long budget) throws Exception {
    long loops = chosen > 0 ? chosen : 1;
    long calls = 0;
    long spent = 0;
    long last = first;
    while (spent < budget
        || (chosen == 0 && last < RUN_NANOS && loops < MAX_LOOPS && growing(spent))) {
      if (chosen == 0 && last < RUN_NANOS) {
        loops = Math.min(MAX_LOOPS, Math.max(loops + 1, grown(loops, last)));
      }
      if (last > budget && chosen == 0) {
        break;
      }
      last = time(loops);
      calls += loops;
      spent += last;
    }
    return new WarmUp(loops, calls, spent);
  }

  // Without a budget the number of loops still has to be found.
  private static boolean growing(long spent) {
    return spent < 10_000_000_000L;
  }

  /** At most tenfold, since the first calls are slower than those to come. */
  private static long grown(long loops, long nanos) {
    double factor = Math.min(10, 1.2 * RUN_NANOS / Math.max(1, nanos));
    return (long) Math.ceil(loops * factor);
  }

  private long time(long loops) throws Exception {
    long start = clock.getAsLong();
    call(loops);
    long nanos = clock.getAsLong() - start;
    if (Thread.interrupted()) {
      throw new InterruptedException("The benchmark was stopped.");
    }
    return nanos;
  }

  private void call(long loops) throws Exception {
    try {
      for (long i = 0; i < loops; i++) {
        kept = body.call();
      }
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The last value, so that nobody can say it is not needed. */
  @Nullable Object kept() {
    return kept;
  }
}
