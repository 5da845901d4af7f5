package dev.zoetrope.capture;

import dev.zoetrope.media.Frame;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Turns native pictures into frames on the heap, when somebody wants them. Thread-safe; its owner
 * closes it.
 */
final class Darkroom implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Upright upright;
  private boolean closed;

  LiveFrame develop(NativeFrame shot) {
    NativeFrame.Facts facts = shot.facts();
    lock.lock();
    try {
      Planes planes = open().planes(shot.picture(), facts.pixelAspect(), facts.quarterTurns());
      Frame frame = planes.frame(facts.time(), facts.capturedAtNanos());
      return new LiveFrame(frame, facts.number(), facts.origin(), facts.discontinuity());
    } finally {
      lock.unlock();
    }
  }

  private Upright open() {
    if (closed) {
      throw new IllegalStateException("this source is closed: open it again.");
    }
    if (upright == null) {
      upright = new Upright();
    }
    return upright;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (upright != null) {
        upright.close();
        upright = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
