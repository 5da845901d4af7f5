package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;

/**
 * Whether an answer that has begun still lives. Until its first token every whole line is a sign of
 * life; from then on only what belongs to the answer is: a server whose model hangs may send
 * keep-alives for ever.
 *
 * <p>One thread feeds it, another looks whether it is overdue.
 */
final class WirePulse {
  private final long patience;
  private final Ticker ticker;
  private final Runnable onLate;
  private volatile long alive;
  private volatile boolean late;
  private volatile boolean held;
  private boolean answering;

  /**
   * @param ticker the clock of the answer's stamps
   * @param onLate ends the exchange; called once
   */
  WirePulse(Duration stall, Ticker ticker, Runnable onLate) {
    this.ticker = ticker;
    this.patience = stall.toNanos();
    this.onLate = onLate;
  }

  /** Of an answer that nobody waits for. */
  static WirePulse unwatched() {
    return new WirePulse(Duration.ZERO, () -> 0, () -> {});
  }

  /** The answer's body begins. */
  void begin(long at) {
    alive = at;
  }

  /** What was read is handed on, which may take as long as it likes: the server is not to blame. */
  void hands() {
    held = true;
  }

  /**
   * It is listened to again.
   *
   * @param from when handing on began
   */
  void listens(long from) {
    long before = alive;
    alive = before + (ticker.nanos() - from);
    held = false;
  }

  /** A line ended. */
  void line(long at) {
    if (!answering) {
      alive = at;
    }
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

  /** Ends the exchange if no sign of life came for too long. */
  void check() {
    if (!late && !held && ticker.nanos() - alive > patience) {
      late = true;
      onLate.run();
    }
  }

  /** Whether the exchange was ended for that. */
  boolean isLate() {
    return late;
  }
}
