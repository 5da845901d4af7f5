package dev.zoetrope.capture;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The one lock of a live source, rung at each change so that those who wait look again. */
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();

  <T> T look(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void change(Runnable work) {
    lock.lock();
    try {
      work.run();
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks now and after each change until something is found.
   *
   * @return empty when nothing was found in time
   * @throws SourceException {@code cancelled} when the thread is interrupted; it stays so
   */
  <T> Optional<T> await(Supplier<Optional<T>> work, Duration patience) {
    try {
      lock.lockInterruptibly();
      try {
        return awaitLocked(work, patience.toNanos());
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("cancelled", "Waiting for a picture was stopped.");
    }
  }

  private <T> Optional<T> awaitLocked(Supplier<Optional<T>> work, long nanos)
      throws InterruptedException {
    long left = nanos;
    Optional<T> found = work.get();
    while (found.isEmpty() && left > 0) {
      left = rung.awaitNanos(left);
      found = work.get();
    }
    return found;
  }
}
