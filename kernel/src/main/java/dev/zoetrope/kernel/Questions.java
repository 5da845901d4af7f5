package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.Screen;
import dev.zoetrope.kernel.wire.Channel;
import dev.zoetrope.kernel.wire.Request;
import dev.zoetrope.kernel.wire.Wire;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Asks the person whose cell runs, one question at a time. Thread-safe. */
final class Questions {
  private final Wire wire;
  private final Screen screen;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private volatile @Nullable Request cell;

  Questions(Wire wire, Screen screen) {
    this.wire = wire;
    this.screen = screen;
  }

  /** From now on questions go to the client that sent this cell. */
  void open(Request running) {
    cell = running;
  }

  /** The cell has ended: nobody waits for questions any more. */
  void close() {
    cell = null;
  }

  /** Takes in an answer; one that nobody waits for is forgotten with the next question. */
  void answer(Request reply) {
    answers.add(reply.text("value", ""));
  }

  /**
   * Asks and waits for the answer; the stop button ends the wait.
   *
   * @throws NoInput if nobody can answer
   */
  synchronized String ask(String prompt, boolean secret) {
    Request asker = cell;
    if (asker == null) {
      throw new NoInput("Only a running cell can ask for input.");
    }
    if (!asker.flag("allow_stdin", false)) {
      throw new NoInput("This front end runs cells without a person who could answer.");
    }
    answers.clear();
    screen.current().flush();
    Map<String, Object> question = Map.of("prompt", prompt, "password", secret);
    wire.send(Channel.STDIN, asker.origin(), "input_request", question);
    return await();
  }

  private String await() {
    try {
      return answers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped while it asked");
      stopped.initCause(e);
      throw new UncheckedIOException(stopped);
    }
  }
}
