package dev.zoetrope.kernel.jshell;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * What the compiled code of cells calls before each jump back, on entry of each method, and instead
 * of ending the process. Public only because that code lives elsewhere.
 *
 * <p>Holds the one static mutable state of the kernel: byte code can reach nothing else.
 * Thread-safe.
 */
public final class StopCheck {
  private static volatile boolean requested;
  private static volatile @Nullable Thread target;

  private StopCheck() {}

  /** Ends the calling cell if the user has asked for it; otherwise costs one read. */
  public static void check() {
    if (requested) {
      stopIfMeant();
    }
  }

  /** Takes the place of {@code System.exit} in cells. */
  public static void exit(int status) {
    throw new UnsupportedOperationException(
        "exit("
            + status
            + ") would end the kernel and all its variables. To end it, use the menu: Kernel, Shut Down.");
  }

  /** Takes the place of {@code Runtime.exit} and {@code Runtime.halt} in cells. */
  public static void exit(Runtime runtime, int status) {
    exit(status);
  }

  /** Takes the place of {@code Lock.lock} in cells, which no interrupt ends. */
  public static void lock(Lock lock) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          lock.lockInterruptibly();
          return;
        } catch (InterruptedException e) {
          check();
          interrupted = true;
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  /** Takes the place of {@code CompletableFuture.join} in cells, which no interrupt ends. */
  public static @Nullable Object join(CompletableFuture<?> future) {
    boolean interrupted = false;
    try {
      while (!future.isDone()) {
        try {
          Object unused = future.get();
        } catch (InterruptedException e) {
          check();
          interrupted = true;
        } catch (ExecutionException | CancellationException e) {
          // Said by join below, in its own words.
          break;
        }
      }
      return future.join();
    } finally {
      restore(interrupted);
    }
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static void request(Thread thread) {
    target = thread;
    requested = true;
  }

  static void clear() {
    requested = false;
    target = null;
  }

  static boolean isRequested() {
    return requested;
  }

  // Pool workers do a cell's parallel work; threads that a cell started live on.
  private static void stopIfMeant() {
    Thread thread = Thread.currentThread();
    if (thread == target || thread instanceof ForkJoinWorkerThread) {
      throw new CellStopped();
    }
  }
}
