package dev.zoetrope.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes an exception as its user wants to read it: their own lines by cell and number, few of the
 * library's, none of ours.
 */
final class Traceback {
  private static final String RED = "\u001b[1;31m";
  private static final String PLAIN = "\u001b[0m";

  /** Library frames shown above and between the user's own: enough to see which call failed. */
  private static final int LIBRARY_FRAMES = 4;

  /**
   * The deepest stack that is shown: a recursion without end has thousands of frames that say the
   * same.
   */
  private static final int MAX_FRAMES = 20;

  private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$\\w+[$.]");

  private final CellPlaces places;

  Traceback(CellPlaces places) {
    this.places = places;
  }

  /**
   * The error with its stacks, translated by JShell, one for each throwable of the chain; missing
   * ones are empty.
   */
  CellError of(Throwable thrown, List<List<StackTraceElement>> stacks) {
    List<String> lines = new ArrayList<>();
    List<Throwable> chain = Causes.chain(thrown);
    for (int i = 0; i < chain.size(); i++) {
      lines.add((i == 0 ? "" : "Caused by: ") + title(chain.get(i)));
      lines.addAll(frames(i < stacks.size() ? stacks.get(i) : List.of()));
    }
    return new CellError(name(thrown), message(thrown), lines);
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
   * @param where begins with a blank, or is empty
   */
  static CellError stopped(String where) {
    return plain("Interrupted", "The cell was stopped" + where + ".", "");
  }

  /** The innermost line of a cell in these stacks. */
  Optional<String> innermost(List<List<StackTraceElement>> stacks) {
    return stacks.stream().flatMap(List::stream).flatMap(f -> place(f).stream()).findFirst();
  }

  private static String title(Throwable thrown) {
    String message = message(thrown);
    return RED + name(thrown) + PLAIN + (message.isEmpty() ? "" : ": " + message);
  }

  private static String name(Throwable thrown) {
    String simple = thrown.getClass().getSimpleName();
    return simple.isEmpty() ? thrown.getClass().getName() : simple;
  }

  private static String message(Throwable thrown) {
    String message = messageOrWhy(thrown);
    return message == null ? "" : WRAPPER.matcher(message).replaceAll("");
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

  private List<String> frames(List<StackTraceElement> stack) {
    List<String> lines = new ArrayList<>();
    List<String> library = new ArrayList<>();
    for (StackTraceElement frame : stack) {
      Optional<String> place = place(frame);
      if (place.isPresent()) {
        addLibrary(lines, library);
        lines.add("    at " + where(frame, place.get()));
      } else if (!isOurs(frame)) {
        library.add("    at " + frame);
      }
    }
    return shorten(lines);
  }

  private static void addLibrary(List<String> lines, List<String> library) {
    int shown = Math.min(library.size(), LIBRARY_FRAMES);
    lines.addAll(library.subList(0, shown));
    if (library.size() > shown) {
      lines.add("    … " + (library.size() - shown) + " more");
    }
    library.clear();
  }

  private static List<String> shorten(List<String> lines) {
    if (lines.size() <= MAX_FRAMES) {
      return lines;
    }
    int half = MAX_FRAMES / 2;
    List<String> shortened = new ArrayList<>(lines.subList(0, half));
    shortened.add("    … " + (lines.size() - MAX_FRAMES) + " more");
    shortened.addAll(lines.subList(lines.size() - half, lines.size()));
    return shortened;
  }

  private Optional<String> place(StackTraceElement frame) {
    String file = frame.getFileName();
    return file == null || !file.startsWith("#")
        ? Optional.empty()
        : places.place(file.substring(1), frame.getLineNumber());
  }

  private static String where(StackTraceElement frame, String place) {
    String type = frame.getClassName();
    String method = frame.getMethodName().startsWith("lambda$") ? "lambda" : frame.getMethodName();
    String name = type.isEmpty() || method.isEmpty() ? type + method : type + "." + method;
    return name.isEmpty() ? place : name + " (" + place + ")";
  }

  private static boolean isOurs(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.startsWith("dev.zoetrope.kernel.")
        || type.startsWith("jdk.jshell.")
        || type.startsWith("jdk.internal.reflect.")
        || type.startsWith("java.lang.reflect.")
        || type.startsWith("REPL.");
  }
}
