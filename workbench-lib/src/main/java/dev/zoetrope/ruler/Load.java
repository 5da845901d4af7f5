package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.Completion;
import dev.zoetrope.backend.TokenEvent;
import dev.zoetrope.backend.TokenStream;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Asks one backend many questions at once and keeps each one's stamps. A blocking thread for each
 * request in flight: nothing stands between the socket's read and its stamp.
 *
 * <p>One run each. Interrupting {@link #run} cancels what is in flight.
 */
public final class Load {
  /** Each holds its pictures once more. */
  private static final int MOST_AHEAD = 256;

  private final VlmBackend backend;
  private final LoadPlan plan;
  private final Ticker ticker;
  private final Pacer pacer;
  private final String name = Long.toHexString(ThreadLocalRandom.current().nextLong() >>> 24);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<LoadRequest> done = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> defects = new ConcurrentLinkedQueue<>();
  private final ClientCpu cpu;
  private volatile double cpuShare;

  /** Of this plan; the backend stays its owner's. */
  public Load(VlmBackend backend, LoadPlan plan, Ticker ticker) {
    this.backend = requireNonNull(backend, "backend is null");
    this.plan = requireNonNull(plan, "plan is null");
    this.ticker = requireNonNull(ticker, "ticker is null");
    this.pacer = new Pacer(ticker);
    this.cpu = new ClientCpu(ticker);
  }

  /**
   * Runs it to its end.
   *
   * @param progress told how many requests have ended, on their threads
   * @return the measured requests in the order in which they should have begun
   */
  public List<LoadRequest> run(IntConsumer progress) throws InterruptedException {
    requireNonNull(progress, "progress is null");
    backend.prepare();
    warm();
    cpu.reset();
    measured(progress);
    cpuShare = cpu.share();
    return done.stream().sorted(Comparator.comparingLong(LoadRequest::intended)).toList();
  }

  private void measured(IntConsumer progress) throws InterruptedException {
    if (plan.arrivals() instanceof Arrivals.Open open) {
      open(open.at(), progress);
    } else if (plan.arrivals() instanceof Arrivals.Closed closed) {
      closed(closed, progress);
    }
  }

  /** Processor time of its threads over wall time while it measured; 1 is one core. */
  public double cpuShare() {
    return cpuShare;
  }

  private void warm() throws InterruptedException {
    AtomicInteger left = new AtomicInteger(plan.warmup());
    int workers = Math.min(plan.concurrency(), plan.warmup());
    try (Ahead ahead = ahead(workers)) {
      together(
          workers,
          worker -> {
            while (left.getAndDecrement() > 0) {
              one(ahead);
            }
          });
    }
    done.clear();
  }

  private void closed(Arrivals.Closed closed, IntConsumer progress) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(plan.requests());
    int workers = Math.min(closed.concurrency(), plan.requests());
    try (Ahead ahead = ahead(workers)) {
      ahead.await();
      long begin = ticker.nanos();
      long step = closed.ramp().toNanos() / closed.concurrency();
      together(
          workers,
          worker -> {
            pacer.until(begin + worker * step, Integer.MAX_VALUE);
            while (inTime(begin) && left.getAndDecrement() > 0) {
              one(ahead);
              progress.accept(answered.incrementAndGet());
            }
          });
    }
  }

  private Ahead ahead(int workers) {
    return new Ahead(Math.min(workers, MOST_AHEAD), this::made);
  }

  private Ahead.Ready made() {
    long used = ClientCpu.used();
    try {
      return ready(asked.getAndIncrement());
    } finally {
      cpu.since(used);
    }
  }

  private Ahead.Ready ready(int number) {
    String id = "z" + name + "-" + number;
    return new Ahead.Ready(id, backend.stream(plan.ask().apply(number).asLoad(id)));
  }

  private boolean inTime(long begin) {
    return plan.atMost().map(Duration::toNanos).map(d -> ticker.nanos() - begin < d).orElse(true);
  }

  /** A thread for each arrival, which waits for its instant: no other's answer can delay it. */
  private void open(List<Duration> at, IntConsumer progress) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    long begin = ticker.nanos();
    try {
      for (Duration offset : at.subList(0, Math.min(at.size(), plan.requests()))) {
        long due = begin + offset.toNanos();
        if (plan.atMost().isPresent() && offset.compareTo(plan.atMost().get()) >= 0) {
          break;
        }
        int number = asked.getAndIncrement();
        pacer.until(due - Duration.ofMillis(50).toNanos(), Integer.MAX_VALUE);
        threads.add(
            thread(
                number,
                () -> {
                  one(number, due);
                  progress.accept(answered.incrementAndGet());
                }));
      }
      join(threads);
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }

  /** What one of several does. */
  private interface Work {
    void run(int worker) throws InterruptedException;
  }

  private void together(int workers, Work work) throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(workers);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads =
        IntStream.range(0, workers)
            .mapToObj(
                worker ->
                    thread(
                        worker,
                        () -> {
                          ready.countDown();
                          go.await();
                          work.run(worker);
                        }))
            .toList();
    try {
      ready.await();
      go.countDown();
      join(threads);
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }

  private interface Task {
    void run() throws InterruptedException;
  }

  private Thread thread(int number, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException | Error e) {
                defects.add(e);
              } finally {
                cpu.since(0);
              }
            },
            "zoetrope-load-" + number);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    if (!defects.isEmpty()) {
      throw new IllegalStateException("the load failed", defects.peek());
    }
  }

  private void one(Ahead ahead) throws InterruptedException {
    Ahead.Ready ready = ahead.next();
    Once more = new Once(ahead::another);
    try (TokenStream stream = ready.stream()) {
      long called = ticker.nanos();
      done.add(read(ready.id(), called, called, stream, more));
    } finally {
      more.run();
    }
  }

  /** Done at the first piece of text: by then the burst of sending is over. */
  private static final class Once implements Consumer<TokenEvent> {
    private final Runnable work;
    private boolean ran;

    Once(Runnable work) {
      this.work = work;
    }

    @Override
    public void accept(TokenEvent event) {
      if (event instanceof TokenEvent.Delta) {
        run();
      }
    }

    void run() {
      if (!ran) {
        ran = true;
        work.run();
      }
    }
  }

  private void one(int number, long due) throws InterruptedException {
    Ahead.Ready ready = ready(number);
    try (TokenStream stream = ready.stream()) {
      pacer.until(due, 1);
      done.add(read(ready.id(), due, ticker.nanos(), stream, event -> {}));
    }
  }

  private LoadRequest read(
      String id, long intended, long called, TokenStream stream, Consumer<TokenEvent> sink)
      throws InterruptedException {
    try {
      Completion answer = stream.read(sink);
      Timeline line = answer.timeline();
      return new LoadRequest(
          id,
          intended,
          called,
          line.wire().sending().orElse(called),
          line.bodySent(),
          stamps(line),
          answer.usage().completion(),
          line.end().orElse(called),
          Optional.empty());
    } catch (BackendException e) {
      return failed(id, intended, called, e);
    }
  }

  private LoadRequest failed(String id, long intended, long called, BackendException e) {
    Optional<Timeline> line = e.partial().map(Completion::timeline);
    return new LoadRequest(
        id,
        intended,
        called,
        line.map(Timeline::wire)
            .map(Timeline.Wire::sending)
            .orElse(OptionalLong.empty())
            .orElse(called),
        line.map(Timeline::bodySent).orElse(OptionalLong.empty()),
        line.map(Load::stamps).orElse(new long[0]),
        OptionalInt.empty(),
        ticker.nanos(),
        Optional.of(e.code() + ": " + e.getMessage()));
  }

  private static long[] stamps(Timeline line) {
    return line.deltas().stream().mapToLong(Long::longValue).toArray();
  }
}
