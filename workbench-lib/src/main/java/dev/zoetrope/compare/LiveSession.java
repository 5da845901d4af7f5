package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks several backends about a live source again and again, each at its own pace and about the
 * newest frames. It runs until it is closed or its source is over.
 *
 * <p>Thread-safe. Whoever started it closes it; neither source nor backends are closed with it.
 */
public final class LiveSession implements AutoCloseable {
  private static final long PULSE_MILLIS = 250;
  private static final long FAREWELL_MILLIS = 400;
  private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);

  private final String run;
  private final LiveSpec spec;
  private final Ticker ticker;
  private final Dispatch dispatch;
  private final long began;
  private final LiveNews news;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<@Nullable LiveReport> last = new AtomicReference<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final List<LiveLane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private LiveSession(
      String run,
      LiveSpec spec,
      FrameEncoder encoder,
      Ticker ticker,
      List<CompareListener> listeners) {
    this.run = run;
    this.spec = spec;
    this.ticker = ticker;
    this.dispatch = new Dispatch(listeners);
    this.began = ticker.nanos();
    this.news = new LiveNews(spec.source(), dispatch::tell);
    LiveLane.Shared shared =
        new LiveLane.Shared(spec, encoder, ticker, closing, news::isOver, dispatch::tell);
    for (int place = 0; place < spec.backends().size(); place++) {
      lanes.add(new LiveLane(place, shared));
    }
  }

  /**
   * Starts at once and returns.
   *
   * @param run its id
   * @param ticker that of the source and the backends
   * @throws dev.zoetrope.capture.SourceException {@code not_live} for recordings
   */
  public static LiveSession start(
      String run,
      LiveSpec spec,
      FrameEncoder encoder,
      Ticker ticker,
      List<CompareListener> listeners) {
    requireNonNull(run, "run is null");
    requireNonNull(spec, "spec is null");
    requireNonNull(encoder, "encoder is null");
    requireNonNull(ticker, "ticker is null");
    LiveSession session = new LiveSession(run, spec, encoder, ticker, listeners);
    session.begin();
    return session;
  }

  private void begin() {
    dispatch.tell(new LiveEvent.Began(run, spec));
    lanes.forEach(lane -> threads.add(thread("zoetrope-live-ask", () -> guarded(lane))));
    threads.forEach(Thread::start);
    thread("zoetrope-live", this::pulse).start();
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** A window that cannot be shown this way never can: that ends the session. */
  private void guarded(LiveLane lane) {
    try {
      lane.run();
    } catch (RuntimeException e) {
      if (closing.getCount() > 0) {
        failure.compareAndSet(null, e);
        closing.countDown();
      }
    }
  }

  private void pulse() {
    try {
      do {
        news.look();
        dispatch.tell(new LiveEvent.Pulse(view()));
      } while (!closing.await(PULSE_MILLIS, TimeUnit.MILLISECONDS) && anyRuns());
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean anyRuns() {
    return threads.stream().anyMatch(Thread::isAlive);
  }

  /** From now on all are asked this; what was on its way is cancelled and never shown. */
  public void ask(String prompt) {
    LiveSpec.requireAsked(prompt);
    lanes.forEach(lane -> lane.ask(prompt));
  }

  /**
   * From now on another backend answers in the place of one; what was on its way is cancelled and
   * never shown. None of them is closed.
   *
   * @throws IllegalArgumentException if the first is not asked here
   */
  public void replace(VlmBackend old, VlmBackend other) {
    requireNonNull(old, "old is null");
    requireNonNull(other, "other is null");
    lanes.stream()
        .filter(lane -> lane.asks(old))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    old.card().uri() + " is not asked here: name one that is."))
        .ask(other);
  }

  /** How it stands now. */
  public LiveView view() {
    long now = ticker.nanos();
    boolean live = news.isLive();
    return new LiveView(
        spec.source().uri(),
        news.words(),
        live,
        lanes.stream().map(lane -> lane.column(live, now)).toList());
  }

  /** What it came to so far; after its end, in all. */
  public LiveReport report() {
    LiveReport kept = last.get();
    return kept == null ? reportNow() : kept;
  }

  private LiveReport reportNow() {
    return new LiveReport(
        run,
        Duration.ofNanos(ticker.nanos() - began),
        lanes.stream().map(LiveLane::tally).toList(),
        news.words());
  }

  /** As {@link LiveReport#table()}. */
  public Table table() {
    return report().table();
  }

  /** Whether nothing more comes. */
  public boolean isOver() {
    return ended.getCount() == 0;
  }

  /**
   * Waits.
   *
   * @return whether it ended by itself meanwhile
   * @throws dev.zoetrope.temporal.EncodingException if the frames cannot be shown in the wanted way
   */
  public boolean await(Duration patience) throws InterruptedException {
    boolean over = ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    RuntimeException why = failure.get();
    if (why != null) {
      throw why;
    }
    return over;
  }

  /** Cancels what is on its way, within half a second. A second call does nothing. */
  @Override
  public void close() {
    // Claimed before the threads learn of it: the pulse closes too, and who calls finds it ended.
    if (closed.compareAndSet(false, true)) {
      closing.countDown();
      end();
    }
  }

  @Override
  public String toString() {
    return "live session " + run + " of " + spec.source().uri() + ": close() ends it";
  }

  private void end() {
    threads.forEach(Thread::interrupt);
    lanes.forEach(LiveLane::stop);
    boolean interrupted = Thread.interrupted();
    interrupted |= joined();
    news.look();
    LiveReport report = reportNow();
    last.set(report);
    dispatch.tell(new LiveEvent.Ended(report));
    dispatch.close();
    ended.countDown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean joined() {
    long deadline = ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
    try {
      for (Thread thread : threads) {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - ticker.nanos()));
      }
    } catch (InterruptedException e) {
      return true;
    }
    if (anyRuns()) {
      LOG.warn("a backend does not stop and is left behind");
    }
    return false;
  }
}
