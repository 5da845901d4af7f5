package dev.zoetrope.experiment;

import dev.zoetrope.compare.OneByOne;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends a run at once, from any thread: what is in flight is cancelled, pauses are over. */
final class Halt {
  private final OneByOne asking;
  private final CountDownLatch called = new CountDownLatch(1);

  Halt(OneByOne asking) {
    this.asking = asking;
  }

  void call() {
    called.countDown();
    asking.stop();
  }

  boolean isCalled() {
    return called.getCount() == 0;
  }

  /** A pause that a halt cuts short. */
  void pause(Duration time) {
    try {
      boolean unused = called.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
