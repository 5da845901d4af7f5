package dev.zoetrope.kernel.jshell;

import dev.zoetrope.kernel.display.Nanos;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which thread runs a cell or a listener now, so that a stop reaches this one and never the next.
 * Thread-safe.
 */
final class CellRun {
  private @Nullable Thread running;
  private long begunNanos;
  private long turn;
  private int depth;
  private boolean isDeprived;

  /** Begins a run, or a part of the one that this thread is in already. */
  synchronized void begin() {
    if (depth++ == 0) {
      forget();
      running = Thread.currentThread();
      begunNanos = Nanos.now();
      turn++;
    }
  }

  /** Ends the run or the part; a stop that came too late for the run is forgotten. */
  synchronized void end() {
    if (--depth == 0) {
      running = null;
      forget();
    }
  }

  /**
   * Forgets a stop that came after the last line, unless there is more to run.
   *
   * @throws CellStopped if the code went on with what a stop had cut short
   */
  synchronized void settle() {
    if (isDeprived && StopCheck.isRequested(Thread.currentThread())) {
      throw new CellStopped();
    }
    if (depth == 1) {
      forget();
    }
  }

  private synchronized void forget() {
    isDeprived = false;
    StopCheck.clear(Thread.currentThread());
    boolean unused = Thread.interrupted();
  }

  /** Stops the running cell, if any. */
  synchronized boolean stop() {
    if (running == null) {
      return false;
    }
    StopCheck.request(running);
    running.interrupt();
    return true;
  }

  /** Stops this turn, if it still runs. */
  synchronized boolean stop(long asked) {
    return turn == asked && stop();
  }

  /** How long the run has lasted, if there is one. */
  synchronized Optional<Duration> age() {
    return running == null
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Nanos.now() - begunNanos));
  }

  /** Tells this run from those before and after it. */
  synchronized long turn() {
    return turn;
  }

  /** Interrupts once more if this turn has been asked to stop and still runs. */
  synchronized void stopAgain(long turn) {
    stopping(turn)
        .ifPresent(
            thread -> {
              thread.interrupt();
              StackTraceElement[] stack = thread.getStackTrace();
              if (readsNatively(stack)) {
                isDeprived = true;
                endProcesses();
              } else if (StopSockets.isWaiting(stack)) {
                isDeprived = true;
                StopSockets.closeNewest(thread);
              }
            });
  }

  /** Where this turn is, if it has been asked to stop and still runs. */
  synchronized Optional<StackTraceElement[]> stackOf(long turn) {
    return stopping(turn).map(Thread::getStackTrace);
  }

  private Optional<Thread> stopping(long asked) {
    Thread thread = running;
    return turn == asked && thread != null && StopCheck.isRequested(thread)
        ? Optional.of(thread)
        : Optional.empty();
  }

  private static boolean readsNatively(StackTraceElement[] stack) {
    return stack.length > 0 && stack[0].getClassName().equals("java.io.FileInputStream");
  }

  /**
   * A read from another process cannot be interrupted, but ends with that process: as in a shell, a
   * stop ends what the stopped code has started.
   */
  private void endProcesses() {
    Offspring.since(begunNanos).forEach(ProcessHandle::destroy);
  }
}
