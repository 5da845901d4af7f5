package dev.zoetrope.backend;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Starts ONNX Runtime on a thread with a large stack: 1.29 reads the process's command line by a
 * recursion so deep that a few thousand characters of class path overflow an ordinary stack, which
 * ends the JVM.
 */
final class EmbeddedRuntime {
  private static final long STACK_BYTES = 256L << 20;

  private EmbeddedRuntime() {}

  /**
   * The process's one environment; throws what its start threw, a missing library's error included.
   */
  static OrtEnvironment start() {
    FutureTask<OrtEnvironment> start = new FutureTask<>(OrtEnvironment::getEnvironment);
    Thread thread = new Thread(null, start, "zoetrope-onnx-start", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    return started(start);
  }

  /** Half a second at most, so a stop waits for it: a half-started library cannot be left. */
  private static OrtEnvironment started(FutureTask<OrtEnvironment> start) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return start.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw raised(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException raised(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
