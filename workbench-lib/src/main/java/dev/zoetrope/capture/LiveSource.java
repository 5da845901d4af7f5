package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes in real time. Pictures stay in native memory, shared by counting, until somebody wants
 * one: then it is copied to the heap. Thread-safe.
 */
final class LiveSource implements Source, Slot.Host, Studio {
  private final String name;
  private final LiveOptions options;
  private final Ticker ticker;
  private final Bell bell = new Bell();
  private final Ring ring;
  private final States states;
  private final List<Slot> slots = new ArrayList<>();
  private final Darkroom darkroom = new Darkroom();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Runnable> atClose = new ArrayList<>();
  private @Nullable SourceInfo info;

  LiveSource(String name, LiveOptions options, Ticker ticker, Consumer<Runnable> dispatcher) {
    this.name = name;
    this.options = options;
    this.ticker = ticker;
    this.ring = new Ring(options.hold(), options.budget());
    this.states = new States(bell, ticker, dispatcher, "connecting to " + name);
  }

  /** What ends with this source; to be said before it is handed out. */
  LiveSource atClose(Runnable work) {
    atClose.add(work);
    return this;
  }

  @Override
  public void publish(NativeFrame frame, OptionalDouble fps) {
    bell.change(() -> accept(frame, fps));
  }

  private void accept(NativeFrame frame, OptionalDouble fps) {
    if (over()) {
      frame.letGo();
      return;
    }
    if (info == null) {
      info = describe(frame, fps);
    }
    ring.add(frame);
    slots.forEach(slot -> slot.offer(frame));
    states.enter(SourceState.LIVE, name + " gives pictures.");
  }

  private static SourceInfo describe(NativeFrame frame, OptionalDouble fps) {
    NativeFrame.Facts facts = frame.facts();
    int height = frame.picture().height();
    int across = (int) Math.max(1, Math.round(frame.picture().width() * facts.pixelAspect()));
    boolean lies = facts.quarterTurns() % 2 != 0;
    return new SourceInfo(lies ? height : across, lies ? across : height, Optional.empty(), fps);
  }

  @Override
  public String uri() {
    return name;
  }

  @Override
  public SourceInfo info() {
    requireOpen();
    return awaited(() -> Optional.ofNullable(info), options.open());
  }

  @Override
  public Window latest() {
    requireOpen();
    return new Window(name, List.of(frameOf(fresh())), Duration.ZERO);
  }

  /** The newest picture of a source that is live: one that stands still is never shown as new. */
  private NativeFrame fresh() {
    return awaited(
        () -> states.now() == SourceState.LIVE ? ring.newest() : Optional.empty(), options.open());
  }

  @Override
  public Frame frame(Duration time) {
    requireOpen();
    requireNonNull(time, "time is null");
    Duration patience = options.open().plus(options.stall()).plus(ahead(time));
    return frameOf(awaited(() -> shownAt(time), patience));
  }

  private Duration ahead(Duration time) {
    return bell.look(
        () -> {
          Duration now = ring.isEmpty() ? Duration.ZERO : ring.newestTime();
          return time.compareTo(now) > 0 ? time.minus(now) : Duration.ZERO;
        });
  }

  private Optional<NativeFrame> shownAt(Duration time) {
    if (!ring.isEmpty() && ring.oldestTime().compareTo(time) > 0) {
      throw new SourceException(
          "beyond_end",
          name
              + " is live and keeps no picture from before "
              + Times.words(ring.oldestTime())
              + " any more: ask for latest(), or keep more with #hold=30s.");
    }
    return ring.shownAt(time);
  }

  @Override
  public Window window(int frames, Duration spacing) {
    requireOpen();
    requireNonNull(spacing, "spacing is null");
    Times.fits(this, frames, spacing, Duration.ZERO);
    Duration whole = spacing.multipliedBy(frames - 1L);
    Duration from = start(whole);
    List<Frame> chosen = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      chosen.add(frame(from.plus(spacing.multipliedBy(i))));
    }
    return new Window(name, chosen, spacing);
  }

  /** So that the newest picture is the last of the window, or as soon as there are enough. */
  private Duration start(Duration whole) {
    NativeFrame newest = fresh();
    try {
      Duration ideal = newest.facts().time().minus(whole);
      Duration oldest = bell.look(ring::oldestTime);
      return ideal.compareTo(oldest) < 0 ? oldest : ideal;
    } finally {
      newest.letGo();
    }
  }

  private Frame frameOf(NativeFrame shot) {
    try {
      return darkroom.develop(shot).frame();
    } finally {
      shot.letGo();
    }
  }

  private <T> T awaited(java.util.function.Supplier<Optional<T>> look, Duration patience) {
    return bell.await(() -> foundOrOver(look), patience).orElseThrow(this::nothing);
  }

  private <T> Optional<T> foundOrOver(java.util.function.Supplier<Optional<T>> look) {
    Optional<T> found = look.get();
    if (found.isEmpty() && over()) {
      throw ending();
    }
    return found;
  }

  private RuntimeException ending() {
    SourceEvent last = states.last();
    if (last.state() == SourceState.CLOSED) {
      return new IllegalStateException(name + " is closed: open it again.");
    }
    return last.state() == SourceState.FAILED
        ? new SourceException(last.code().orElse("broken"), last.words())
        : new SourceException("ended", name + " has ended: open it again.");
  }

  private SourceException nothing() {
    SourceEvent last = states.last();
    return last.code().isPresent()
        ? new SourceException(last.code().get(), last.words())
        : LiveErrors.timeout(name, Times.words(options.open()));
  }

  @Override
  public Subscription subscribe(int pictures) {
    if (pictures < 1) {
      throw new IllegalArgumentException("a queue of " + pictures + " pictures holds none");
    }
    requireOpen();
    Slot slot = new Slot(this, pictures, this::leave);
    bell.change(() -> slots.add(slot));
    return slot;
  }

  private void leave(Slot slot) {
    bell.change(() -> slots.remove(slot));
  }

  @Override
  public List<SourceEvent> events() {
    return states.all();
  }

  @Override
  public void onEvent(Consumer<SourceEvent> listener) {
    states.listen(requireNonNull(listener, "listener is null"));
  }

  @Override
  public States states() {
    return states;
  }

  @Override
  public Bell bell() {
    return bell;
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public Duration staleAfter() {
    return options.stall();
  }

  @Override
  public boolean over() {
    return states.now().over();
  }

  @Override
  public LiveFrame develop(NativeFrame frame) {
    return darkroom.develop(frame);
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(name + " is closed: open it again.");
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    states.enter(SourceState.CLOSED, name + " was closed.");
    atClose.forEach(Runnable::run);
    bell.change(
        () -> {
          List.copyOf(slots).forEach(Slot::shut);
          slots.clear();
          ring.clear();
        });
    darkroom.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
