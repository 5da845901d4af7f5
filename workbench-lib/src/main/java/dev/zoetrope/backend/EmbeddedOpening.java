package dev.zoetrope.backend;

import ai.onnxruntime.OrtException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * What opens on a thread of its own while others do other things: natives beside the tokenizer, the
 * networks beside each other. The thread ends by itself; who began it asks for what it opened, or
 * abandons it.
 */
final class EmbeddedOpening<T> {
  private final FutureTask<T> task;

  private EmbeddedOpening(FutureTask<T> task) {
    this.task = task;
  }

  static <T> EmbeddedOpening<T> begin(String what, Callable<T> open) {
    FutureTask<T> task = new FutureTask<>(open);
    Thread thread = new Thread(task, "zoetrope-open-" + what);
    thread.setDaemon(true);
    thread.start();
    return new EmbeddedOpening<>(task);
  }

  /** What it opened, which is the caller's now. An interrupt is heard after that. */
  T opened() throws OrtException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw thrown(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IllegalStateException thrown(ExecutionException failure) throws OrtException {
    Throwable cause = failure.getCause();
    if (cause instanceof OrtException known) {
      throw known;
    } else if (cause instanceof RuntimeException known) {
      throw known;
    } else if (cause instanceof Error known) {
      throw known;
    }
    return new IllegalStateException("opening broke: " + cause, failure);
  }

  /** Closes what it opened; why it could not is of no interest any more. */
  void abandon(Exception reason, Consumer<T> close) {
    try {
      close.accept(opened());
    } catch (OrtException | RuntimeException | LinkageError e) {
      if (e != reason) {
        reason.addSuppressed(e);
      }
    }
  }
}
