package dev.zoetrope.kernel.magic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the code to measure into one object that a loop can call. Public only because the code of
 * cells lives elsewhere.
 */
public final class BenchCode {
  /** The code to measure. */
  @FunctionalInterface
  public interface Body {
    /** Runs it once, and gives its value so that the JVM has to compute it. */
    @Nullable Object call() throws Throwable;
  }

  /** The code to measure where it has no value. */
  @FunctionalInterface
  public interface Action {
    /** Runs it once. */
    void run() throws Throwable;
  }

  /** The code to measure where its value is a whole number. */
  @FunctionalInterface
  public interface LongBody {
    /** Runs it once. */
    long call() throws Throwable;
  }

  /** The code to measure where its value is a number with a fraction. */
  @FunctionalInterface
  public interface DoubleBody {
    /** Runs it once. */
    double call() throws Throwable;
  }

  /** Opaque, so that the JVM stores each value and cannot leave out all calls but the last. */
  private static final VarHandle KEPT = MethodHandles.arrayElementVarHandle(long[].class);

  private static final VarHandle KEPT_FRACTION =
      MethodHandles.arrayElementVarHandle(double[].class);

  private static final ThreadLocal<@Nullable Body> TAKEN = new ThreadLocal<>();

  private BenchCode() {}

  /** Takes code that has a value. */
  public static void take(Body body) {
    TAKEN.set(body);
  }

  /** Takes code whose value would have to be boxed, which is no part of it. */
  public static void take(LongBody body) {
    long[] kept = new long[1];
    TAKEN.set(
        () -> {
          KEPT.setOpaque(kept, 0, body.call());
          return null;
        });
  }

  /** Takes code whose value would have to be boxed, which is no part of it. */
  public static void take(DoubleBody body) {
    double[] kept = new double[1];
    TAKEN.set(
        () -> {
          KEPT_FRACTION.setOpaque(kept, 0, body.call());
          return null;
        });
  }

  /** Takes code that has none. */
  public static void take(Action action) {
    TAKEN.set(
        () -> {
          action.run();
          return null;
        });
  }

  /** What the code of this thread handed over last. */
  static Optional<Body> taken() {
    Body body = TAKEN.get();
    TAKEN.remove();
    return Optional.ofNullable(body);
  }

  /** Java that hands the code over, its lines where they were. */
  static String of(String code) {
    int first = 0;
    while (Character.isWhitespace(code.charAt(first))) {
      first++;
    }
    // On the line before the code, which is the magic's own, so that an error shows the user's line
    // only.
    int lineStart = code.lastIndexOf('\n', first) + 1;
    String before = code.substring(0, Math.max(0, lineStart - 1));
    String body = code.substring(Math.max(0, lineStart - 1)).stripTrailing();
    int tail = JavaScan.tail(body);
    String statements = body.substring(0, tail);
    String result = body.substring(tail);
    String take = before + BenchCode.class.getName() + ".take(() -> ";
    if (statements.isBlank()) {
      return take + result + "\n);";
    }
    String end = result.isBlank() ? "\n" : " return " + result + "\n;";
    return take + "{" + statements + end + "});";
  }
}
