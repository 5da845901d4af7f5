package dev.zoetrope.kernel.jshell;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks after a cell that was asked to stop: asks again, takes away what it may wait for, and says
 * where it hangs if all that does not help. Thread-safe; close it to end its thread.
 */
final class StopWarden implements AutoCloseable {
  /** Library code that swallows one interrupt often heeds the next. */
  private static final List<Integer> AGAIN_MILLIS = List.of(100, 300, 600, 1200);

  /** After this a person wonders whether the button works. */
  private static final int TELL_MILLIS = 2000;

  private static final int MAX_FRAMES = 12;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, StopWarden::daemon, new ThreadPoolExecutor.DiscardPolicy());

  private long watched = -1;

  StopWarden() {
    timer.setKeepAliveTime(5, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "zoetrope-stop");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Looks after the turn of the run that was just asked to stop; once, however often it is asked.
   *
   * @param tell takes what the user should know
   */
  synchronized void watch(CellRun run, Consumer<String> tell) {
    long turn = run.turn();
    if (turn == watched) {
      return;
    }
    watched = turn;
    for (int millis : AGAIN_MILLIS) {
      after(millis, () -> run.stopAgain(turn));
    }
    after(TELL_MILLIS, () -> run.stackOf(turn).map(StopWarden::describe).ifPresent(tell));
  }

  private void after(int millis, Runnable step) {
    var unused = timer.schedule(step, millis, TimeUnit.MILLISECONDS);
  }

  private static String describe(StackTraceElement[] stack) {
    String frames =
        Stream.concat(
                Arrays.stream(stack).takeWhile(StopWarden::isAboveTheCell),
                Arrays.stream(stack).filter(frame -> !isAboveTheCell(frame)).limit(1))
            .limit(MAX_FRAMES)
            .map(frame -> isCell(frame) ? "    at the cell" : "    at " + frame)
            .collect(Collectors.joining("\n"));
    return "The cell has not stopped yet: it is in code that cannot be interrupted.\n"
        + frames
        + "\nIt ends when that call returns; if it never does, restart the kernel.\n";
  }

  private static boolean isAboveTheCell(StackTraceElement frame) {
    return !isCell(frame) && !frame.getClassName().startsWith("dev.zoetrope.kernel.");
  }

  private static boolean isCell(StackTraceElement frame) {
    return frame.getClassName().startsWith("REPL.");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
