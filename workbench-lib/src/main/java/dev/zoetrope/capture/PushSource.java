package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A live source whose pictures are given by code: {@link SourceRegistry#push(String)} makes one. It
 * is live from the first picture on, and stalled while none comes. Thread-safe.
 */
public final class PushSource implements Source {
  private final LiveSource live;
  private final LiveOptions options;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final LiveTimes times = new LiveTimes();
  private long number;
  private volatile long lastAt;

  PushSource(LiveSource live, LiveOptions options, Ticker ticker) {
    this.live = live;
    this.options = options;
    this.ticker = ticker;
  }

  PushSource atClose(Runnable work) {
    live.atClose(work);
    return this;
  }

  /**
   * The next picture, whose pixels are copied. It is stamped now: its own times are not used. A
   * picture after the end is passed over.
   */
  public void push(Frame frame) {
    requireNonNull(frame, "frame is null");
    Natives.load();
    lock.lock();
    try {
      long now = ticker.nanos();
      Duration time = times.place(Optional.empty(), now).time();
      number++;
      lastAt = now;
      live.publish(
          new NativeFrame(
              Upright.nativeCopy(frame),
              new NativeFrame.Facts(number, time, now, TimeOrigin.ARRIVAL, false, 1, 0)),
          OptionalDouble.empty());
    } finally {
      lock.unlock();
    }
  }

  /** Says that no more pictures will come. */
  public void end() {
    live.states().enter(SourceState.ENDED, uri() + " has come to its end.");
  }

  /** Called again and again from another thread. */
  void look() {
    boolean silent = ticker.nanos() - lastAt > options.stall().toNanos();
    if (silent && live.states().now() == SourceState.LIVE) {
      live.states()
          .enter(SourceState.STALLED, LiveErrors.silent(uri(), Times.words(options.stall())));
    }
  }

  @Override
  public String uri() {
    return live.uri();
  }

  @Override
  public SourceInfo info() {
    return live.info();
  }

  @Override
  public Frame frame(Duration time) {
    return live.frame(time);
  }

  @Override
  public Window latest() {
    return live.latest();
  }

  @Override
  public Window window(int frames, Duration spacing) {
    return live.window(frames, spacing);
  }

  @Override
  public Subscription subscribe(int pictures) {
    return live.subscribe(pictures);
  }

  @Override
  public List<SourceEvent> events() {
    return live.events();
  }

  @Override
  public void onEvent(Consumer<SourceEvent> listener) {
    live.onEvent(listener);
  }

  @Override
  public void close() {
    live.close();
  }

  @Override
  public String toString() {
    return uri();
  }
}
