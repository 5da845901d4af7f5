package dev.zoetrope.capture;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** A consumer's newest pictures. Its fields are guarded by its source's bell. */
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
  private final int room;
  private final Deque<NativeFrame> waiting = new ArrayDeque<>();
  private long captured;
  private long delivered;
  private long dropped;
  private long stale;
  private boolean closed;

  /**
   * @param room how many pictures wait at most; with more than one they are wanted one after the
   *     other, however old
   */
  Slot(Host host, int room, Consumer<Slot> onClose) {
    this.host = host;
    this.room = room;
    this.onClose = onClose;
  }

  /** Under the bell. */
  void offer(NativeFrame frame) {
    captured++;
    if (waiting.size() == room) {
      waiting.removeFirst().letGo();
      dropped++;
    }
    waiting.addLast(frame.share());
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
    NativeFrame frame = waiting.pollFirst();
    if (frame != null && room == 1 && old(frame)) {
      frame.letGo();
      stale++;
      return Optional.empty();
    }
    delivered += frame == null ? 0 : 1;
    return Optional.ofNullable(frame);
  }

  private boolean old(NativeFrame frame) {
    long age = host.ticker().nanos() - frame.facts().capturedAtNanos();
    return age > host.staleAfter().toNanos();
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
    dropped += waiting.size();
    waiting.forEach(NativeFrame::letGo);
    waiting.clear();
  }
}
