package dev.zoetrope.kernel.display;

import dev.zoetrope.kernel.SuppressForbidden;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Stands in for the process's own streams while a kernel runs; what is printed goes to the cell
 * that printed it. Stays installed between cells, so that a thread's late words are not lost. Close
 * it to give the process its streams back.
 */
@SuppressForbidden("the one place that replaces the process's streams")
public final class Streams implements AutoCloseable {
  private final PrintStream processOut = System.out;
  private final PrintStream processErr = System.err;
  private final InputStream processIn = System.in;

  private final PrintStream out;
  private final PrintStream err;

  private Streams(Screen screen) {
    this.out = printer(screen, "stdout");
    this.err = printer(screen, "stderr");
  }

  /**
   * Routes the process's output to the screen until closed.
   *
   * @param input what reading from the process's input reads meanwhile
   */
  public static Streams redirect(Screen screen, InputStream input) {
    Streams streams = new Streams(screen);
    System.setOut(streams.out);
    System.setErr(streams.err);
    System.setIn(input);
    return streams;
  }

  private static PrintStream printer(Screen screen, String name) {
    return new Printer(words -> screen.current().print(name, words), new Routed(screen, name));
  }

  /**
   * Routes again what a cell has set to null; where a cell prints to something else, it goes on.
   */
  public void mend() {
    if (System.out == null) {
      System.setOut(out);
    }
    if (System.err == null) {
      System.setErr(err);
    }
  }

  /** Sends on what a cell's own stream may still hold, unless the cell has set it to null. */
  public static void flush() {
    if (System.out != null) {
      System.out.flush();
    }
  }

  @Override
  public void close() {
    System.setOut(processOut);
    System.setErr(processErr);
    System.setIn(processIn);
  }

  private static final class Routed extends OutputStream {
    private final Screen screen;
    private final String name;

    Routed(Screen screen, String name) {
      this.screen = screen;
      this.name = name;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      screen.current().write(name, bytes, offset, length);
    }

    @Override
    public void flush() {
      // Sent in a moment anyway; flushing each println would send a message a line.
    }
  }
}
