package dev.zoetrope.capture;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A consumer's newest picture. Its fields are guarded by its source's bell. */
final class Slot implements Subscription {
  /** What a slot needs of its source. */
  interface Host {
    Bell bell();

    Ticker ticker();

    Duration staleAfter();

    boolean over();

    LiveFrame develop(NativeFrame frame);
  }

  private final Host host;
  private final Consumer<Slot> onClose;
  private @Nullable NativeFrame waiting;
  private long captured;
  private long delivered;
  private long dropped;
  private long stale;
  private boolean closed;

  Slot(Host host, Consumer<Slot> onClose) {
    this.host = host;
    this.onClose = onClose;
  }

  /** Under the bell. */
  void offer(NativeFrame frame) {
    captured++;
    if (discard()) {
      dropped++;
    }
    waiting = frame.share();
  }

  private boolean discard() {
    if (waiting == null) {
      return false;
    }
    waiting.letGo();
    waiting = null;
    return true;
  }

  @Override
  public Optional<LiveFrame> next(Duration patience) {
    Optional<NativeFrame> taken =
        host.bell().await(this::look, patience).flatMap(found -> found.frame);
    return taken.map(this::developed);
  }

  /** An empty look ends the waiting, too. */
  private record Found(Optional<NativeFrame> frame) {}

  private Optional<Found> look() {
    if (closed) {
      throw new IllegalStateException("this subscription is closed: subscribe again.");
    }
    Optional<NativeFrame> fresh = take();
    return fresh.isPresent() || host.over() ? Optional.of(new Found(fresh)) : Optional.empty();
  }

  private Optional<NativeFrame> take() {
    NativeFrame frame = waiting;
    if (frame == null) {
      return Optional.empty();
    }
    long age = host.ticker().nanos() - frame.facts().capturedAtNanos();
    if (age > host.staleAfter().toNanos()) {
      discard();
      stale++;
      return Optional.empty();
    }
    waiting = null;
    delivered++;
    return Optional.of(frame);
  }

  private LiveFrame developed(NativeFrame frame) {
    try {
      return host.develop(frame);
    } finally {
      frame.letGo();
    }
  }

  @Override
  public FrameCounts counts() {
    return host.bell().look(() -> new FrameCounts(captured, delivered, dropped, stale));
  }

  @Override
  public void close() {
    host.bell().change(this::shut);
    onClose.accept(this);
  }

  /** Under the bell. */
  void shut() {
    closed = true;
    if (discard()) {
      dropped++;
    }
  }
}
