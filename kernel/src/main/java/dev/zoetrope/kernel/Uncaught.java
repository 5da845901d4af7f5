package dev.zoetrope.kernel;

import dev.zoetrope.kernel.jshell.CellError;
import dev.zoetrope.kernel.jshell.JavaSession;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Optional;
import java.util.function.Supplier;
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
    Optional<CellError> error = session.get().flatMap(ready -> ready.explain(thrown));
    if (error.isPresent()) {
      System.err.println(head + String.join("\n", error.get().trace()));
    } else {
      System.err.print(head);
      thrown.printStackTrace();
    }
  }

  @Override
  public void close() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
