package dev.zoetrope.kernel.jshell;

import dev.zoetrope.kernel.display.StackLines;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks after a run that was asked to stop: asks again, takes away what it may wait for, and says
 * where it hangs if all that does not help. Thread-safe; close it to end its thread.
 */
final class StopWarden implements AutoCloseable {
  /** Library code that swallows one interrupt often heeds the next. */
  private static final List<Integer> AGAIN_MILLIS = List.of(100, 300, 600, 1200);

  /** After this a person wonders whether the button works. */
  private static final int TELL_MILLIS = 2000;

  private static final int MAX_FRAMES = 12;

  private static final int MAX_PLACES = 4;

  /** A listener that has run for less is as good as over. */
  private static final Duration YOUNG = Duration.ofMillis(500);

  private final String what;
  private final CellRun run;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, StopWarden::daemon, new ThreadPoolExecutor.DiscardPolicy());

  private long watched = -1;

  /**
   * @param what the user's word for what runs
   */
  StopWarden(String what, CellRun run) {
    this.what = what;
    this.run = run;
    timer.setKeepAliveTime(5, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "zoetrope-stop");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Stops the turn that runs now, if any, as soon as it has run for long enough to be meant.
   *
   * @param tell takes what the user should know
   */
  void stopLater(Consumer<String> tell) {
    long turn = run.turn();
    run.age()
        .ifPresent(
            age ->
                after(
                    (int) Math.max(0, YOUNG.minus(age).toMillis()),
                    () -> {
                      if (run.stop(turn)) {
                        watch(tell);
                      }
                    }));
  }

  /**
   * Looks after the turn of the run that was just asked to stop; once, however often it is asked.
   *
   * @param tell takes what the user should know
   */
  synchronized void watch(Consumer<String> tell) {
    long turn = run.turn();
    if (turn == watched) {
      return;
    }
    watched = turn;
    for (int millis : AGAIN_MILLIS) {
      after(millis, () -> run.stopAgain(turn));
    }
    after(TELL_MILLIS, () -> run.stackOf(turn).map(this::describe).ifPresent(tell));
  }

  private void after(int millis, Runnable step) {
    var unused = timer.schedule(step, millis, TimeUnit.MILLISECONDS);
  }

  private String describe(StackTraceElement[] stack) {
    return "The "
        + what
        + " has not stopped yet: it is in code that cannot be interrupted.\n"
        + frames(stack)
        + "\nIt ends when that call returns; if it never does, restart the kernel.\n";
  }

  private static String frames(StackTraceElement[] stack) {
    Stream<String> above =
        Arrays.stream(stack).takeWhile(frame -> !StackLines.isOurs(frame)).map(String::valueOf);
    Stream<String> own =
        Arrays.stream(stack).flatMap(frame -> StackLines.place(frame).stream()).limit(MAX_PLACES);
    return Stream.concat(above.limit(MAX_FRAMES), own)
        .map(line -> "    at " + line)
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
