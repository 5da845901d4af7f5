package dev.zoetrope.backend;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Whether an answer that has begun still lives. Until its first token every whole line is a sign of
 * life; from then on only what belongs to the answer is: a server whose model hangs may send
 * keep-alives for ever. Confined to the thread that reads.
 */
final class WirePulse {
  private final long patience;
  private long alive;
  private boolean answering;

  WirePulse(Duration stall) {
    this.patience = stall.toNanos();
  }

  /** The answer's body begins. */
  void begin(long at) {
    alive = at;
  }

  /** A line ended. */
  void line(long at) {
    alive = answering ? alive : at;
  }

  void event(TokenEvent event) {
    if (event instanceof TokenEvent.Delta || event instanceof TokenEvent.Tool) {
      answering = true;
    }
    if (answers(event)) {
      alive = event.atNanos();
    }
  }

  private static boolean answers(TokenEvent event) {
    return event instanceof TokenEvent.Delta
        || event instanceof TokenEvent.Tool
        || event instanceof TokenEvent.Finished
        || event instanceof TokenEvent.Usage
        || event instanceof TokenEvent.Timings
        || event instanceof TokenEvent.Progress;
  }

  /**
   * How long to wait for the next sign, in nanoseconds, at least 1.
   *
   * @throws SocketTimeoutException if it is overdue
   */
  long remaining(long now) throws SocketTimeoutException {
    long left = patience - (now - alive);
    if (left <= 0) {
      throw new SocketTimeoutException("no sign of life");
    }
    return left;
  }
}
