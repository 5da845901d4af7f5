package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.StackLines;
import dev.zoetrope.kernel.jshell.JavaSession;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints what ends a thread of a cell as errors of cells are shown, into the output of the cell
 * that started the thread. Owns the JVM's default handler until it is closed.
 */
@SuppressForbidden("the JVM prints there, too")
final class Uncaught implements UncaughtExceptionHandler, AutoCloseable {
  private final Supplier<Optional<JavaSession>> session;
  private final @Nullable UncaughtExceptionHandler before;

  private Uncaught(Supplier<Optional<JavaSession>> session) {
    this.session = session;
    this.before = Thread.getDefaultUncaughtExceptionHandler();
  }

  static Uncaught watch(Supplier<Optional<JavaSession>> session) {
    Uncaught uncaught = new Uncaught(session);
    Thread.setDefaultUncaughtExceptionHandler(uncaught);
    return uncaught;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    String head = "Exception in thread \"" + thread.getName() + "\" ";
    Optional<JavaSession> running = session.get().filter(ready -> isOfACell(thrown));
    if (running.isPresent()) {
      System.err.println(head + String.join("\n", running.get().explain(thrown).trace()));
    } else {
      System.err.print(head);
      thrown.printStackTrace();
    }
  }

  /** A library's own thread has no line of a cell: then all of its stack is wanted. */
  private static boolean isOfACell(Throwable thrown) {
    return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
        .limit(100)
        .flatMap(each -> Arrays.stream(each.getStackTrace()))
        .anyMatch(frame -> StackLines.place(frame).isPresent());
  }

  @Override
  public void close() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
