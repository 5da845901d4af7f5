package dev.zoetrope.notebooks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting for something another process does, with a deadline. */
final class Await {
  private static final long LOOK_EVERY_MILLIS = 20;

  private Await() {}

  /** A question about the outside. */
  interface Question {
    boolean isTrue() throws IOException, InterruptedException;
  }

  static void until(Duration patience, Question question) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!question.isTrue()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so after " + patience);
      }
      boolean unused = new CountDownLatch(1).await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
