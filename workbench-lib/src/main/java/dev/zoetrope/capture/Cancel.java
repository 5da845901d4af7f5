package dev.zoetrope.capture;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Stops native reading from another thread, or when the reading thread is interrupted.
 *
 * <p>The native side polls one shared function with the address of our byte; so no table of running
 * inputs is needed. Thread-safe.
 */
final class Cancel implements AutoCloseable {
  private static final Polled POLLED = new Polled();

  private final BytePointer flag = new BytePointer(1).put((byte) 0);
  private boolean closed;

  /** To be called before the input is opened. */
  void watch(AVFormatContext context) {
    AVIOInterruptCB hook = context.interrupt_callback();
    hook.callback(POLLED);
    hook.opaque(flag);
  }

  /** Ends what runs and all that comes later. */
  synchronized void cancel() {
    if (!closed) {
      flag.put((byte) 1);
    }
  }

  synchronized boolean cancelled() {
    return closed || flag.get() != 0 || Thread.currentThread().isInterrupted();
  }

  /** Only after the input is closed. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      flag.close();
    }
  }

  private static final class Polled extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer flag) {
      boolean set = new BytePointer(flag).get() != 0;
      return set || Thread.currentThread().isInterrupted() ? 1 : 0;
    }
  }
}
