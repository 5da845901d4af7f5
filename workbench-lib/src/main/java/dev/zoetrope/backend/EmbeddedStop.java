package dev.zoetrope.backend;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.Optional;

/**
 * The way to stop one answer, whatever it is doing: reading a picture, resizing it, running a
 * network. Thread-safe; its owner closes it when nothing runs any more.
 */
final class EmbeddedStop implements AutoCloseable {
  private boolean stopped;
  private Optional<RunOptions> options = Optional.empty();

  /** Asks what runs to end, now and for ever. */
  synchronized void stop() {
    stopped = true;
    options.ifPresent(EmbeddedStop::terminate);
  }

  /** Whether somebody asked. */
  synchronized boolean isStopped() {
    return stopped;
  }

  /** Goes on, or does not. */
  void check() {
    if (isStopped()) {
      throw new Stopped();
    }
  }

  /** What a network must be run with so that it can be stopped. */
  synchronized RunOptions options() throws OrtException {
    if (options.isEmpty()) {
      options = Optional.of(new RunOptions());
    }
    if (stopped) {
      throw new Stopped();
    }
    return options.get();
  }

  @Override
  public synchronized void close() {
    options.ifPresent(RunOptions::close);
    options = Optional.empty();
  }

  private static void terminate(RunOptions running) {
    try {
      running.setTerminate(true);
    } catch (OrtException e) {
      throw new IllegalStateException("the engine cannot be stopped", e);
    }
  }

  /** It was asked to end. */
  static final class Stopped extends RuntimeException {
    Stopped() {
      super("stopped", null, false, false);
    }
  }
}
