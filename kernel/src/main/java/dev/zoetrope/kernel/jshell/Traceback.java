package dev.zoetrope.kernel.jshell;

import dev.zoetrope.kernel.display.StackLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes an exception as its user wants to read it: its causes, and their own lines. */
final class Traceback {
  /** Pure red and bold: the one red that reads on the error grounds of dark and light themes. */
  static final String RED = "\u001b[1;38;5;196m";

  static final String PLAIN = "\u001b[0m";

  private static final int MAX_SUPPRESSED = 3;

  private Traceback() {}

  /** The error with its stacks. */
  static CellError of(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    for (Throwable each : Causes.chain(thrown)) {
      lines.add((each == thrown ? "" : "Caused by: ") + title(each));
      lines.addAll(StackLines.of(each.getStackTrace()));
      Arrays.stream(each.getSuppressed())
          .limit(MAX_SUPPRESSED)
          .forEach(s -> addSuppressed(s, lines));
    }
    return new CellError(name(thrown), message(thrown), lines);
  }

  /** What went wrong as well while things were closed. */
  private static void addSuppressed(Throwable suppressed, List<String> lines) {
    lines.add("  Suppressed: " + title(suppressed));
    StackLines.of(suppressed.getStackTrace()).forEach(line -> lines.add("  " + line));
  }

  /** An error that needs no stack: a name, what happened, what to do next. */
  static CellError plain(String name, String message, String nextStep) {
    List<String> lines = new ArrayList<>();
    lines.add(RED + name + PLAIN + ": " + message);
    if (!nextStep.isEmpty()) {
      lines.add(nextStep);
    }
    return new CellError(name, message, lines);
  }

  /**
   * The user pressed stop.
   *
   * @param what was stopped, for example a cell
   */
  static CellError stopped(String what, Throwable thrown) {
    String where = innermost(thrown).map(place -> " at " + place).orElse("");
    return plain(CellError.STOPPED, "The " + what + " was stopped" + where + ".", "");
  }

  /** Whether a line of a cell is in its stack, or in that of a cause. */
  static boolean isOfACell(Throwable thrown) {
    return innermost(thrown).isPresent();
  }

  private static Optional<String> innermost(Throwable thrown) {
    return Causes.chain(thrown).stream()
        .flatMap(each -> Arrays.stream(each.getStackTrace()))
        .flatMap(frame -> StackLines.place(frame).stream())
        .findFirst();
  }

  private static String title(Throwable thrown) {
    String message = message(thrown);
    return RED + name(thrown) + PLAIN + (message.isEmpty() ? "" : ": " + message);
  }

  /** The name of the class, or of the one that a class without a name extends. */
  private static String name(Throwable thrown) {
    Class<?> named = thrown.getClass();
    while (isAnonymous(named)) {
      named = named.getSuperclass();
    }
    return named.getSimpleName();
  }

  // JShell gives a class that a variable was made with a name.
  private static boolean isAnonymous(Class<?> type) {
    return type.isAnonymousClass() || type.getSimpleName().startsWith("$JShell$");
  }

  private static String message(Throwable thrown) {
    String message = messageOrWhy(thrown);
    return message == null ? "" : StackLines.withoutWrappers(message);
  }

  // A message is the user's code as well, and may fail like any other.
  private static String messageOrWhy(Throwable thrown) {
    try {
      return String.valueOf(
          thrown.getLocalizedMessage() == null ? "" : thrown.getLocalizedMessage());
    } catch (RuntimeException | Error e) {
      return "(its message failed with " + e.getClass().getName() + ")";
    }
  }
}
