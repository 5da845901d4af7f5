package dev.zoetrope.capture;

import java.time.Duration;
import java.util.Optional;

/**
 * One consumer's slot at a live source: holds the newest picture only, so a slow consumer never
 * falls behind, or a queue of the newest ones. Thread-safe; closing it never closes the source.
 */
public interface Subscription extends AutoCloseable {
  /**
   * The newest picture that this consumer has not had, or the oldest of a queue; waits for one.
   *
   * @param patience how long to wait
   * @return empty when none came in time, or the source is over
   * @throws SourceException {@code cancelled} when the thread is interrupted; it stays interrupted
   * @throws IllegalStateException when the subscription is closed
   */
  Optional<LiveFrame> next(Duration patience);

  /** What became of the pictures so far. */
  FrameCounts counts();

  /** Gives the waiting picture back. A second call does nothing. */
  @Override
  void close();
}
