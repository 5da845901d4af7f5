package dev.zoetrope.compare;

import dev.zoetrope.capture.LiveFrame;
import dev.zoetrope.capture.Subscription;
import dev.zoetrope.media.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The newest frames for one backend, none of them twice as the newest. Confined to its thread. */
final class LiveFrames implements AutoCloseable {
  private final LiveSpec spec;
  private final Subscription newest;
  private long droppedBefore;

  LiveFrames(LiveSpec spec) {
    this.spec = spec;
    this.newest = spec.source().subscribe();
  }

  /**
   * Waits for a frame that this backend was not asked about yet.
   *
   * @return empty if none came
   */
  Optional<Window> next(Duration patience) {
    return newest.next(patience).map(this::window);
  }

  private Window window(LiveFrame frame) {
    return spec.frames() == 1
        ? new Window(spec.source().uri(), List.of(frame.frame()), Duration.ZERO)
        : spec.source().window(spec.frames(), spec.spacing());
  }

  /** Frames that gave way to newer ones since the last call. */
  long dropped() {
    long all = newest.counts().dropped() + newest.counts().stale();
    long since = all - droppedBefore;
    droppedBefore = all;
    return since;
  }

  @Override
  public void close() {
    newest.close();
  }
}
