package dev.zoetrope.kernel.display;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stack as its user wants to read it: their own lines by cell and number, few of the libraries',
 * none of the kernel's. Classes of cells carry the name of their cell instead of a file's.
 */
public final class StackLines {
  /** Library frames shown above and between the user's own: enough to see which call failed. */
  private static final int LIBRARY_FRAMES = 4;

  /**
   * The deepest stack that is shown: a recursion without end has thousands of frames that say the
   * same.
   */
  private static final int MAX_FRAMES = 20;

  private static final String CELLS = "REPL.";

  /** The method around a cell's statement. */
  private static final String ENTRY = "do_it$";

  private static final String CELL = "REPL\\.\\$JShell\\$\\w+";

  /** What is inside a method has a number before its name. */
  private static final Pattern WRAPPER = Pattern.compile(CELL + "[$.]?(?:\\d+(?=[A-Za-z_]))?");

  private static final Pattern ANONYMOUS =
      Pattern.compile(CELL + "\\$(?:\\$JShell\\$anonymous\\$\\d*|\\d+\\b)");

  private StackLines() {}

  /** The lines, from the innermost to the last one of a cell; none if no cell is in the stack. */
  public static List<String> of(StackTraceElement... stack) {
    List<String> lines = new ArrayList<>();
    List<String> library = new ArrayList<>();
    for (StackTraceElement frame : stack) {
      Optional<String> place = place(frame);
      if (place.isPresent()) {
        addLibrary(lines, library);
        addOwn(lines, "    at " + where(frame, place.get()), isEntry(frame));
      } else if (!isOurs(frame)) {
        library.add("    at " + frame);
      }
    }
    return shorten(lines);
  }

  /** Where in a cell this frame is, for example {@code In [7]:3}; its entry has no line. */
  public static Optional<String> place(StackTraceElement frame) {
    String file = requireNonNull(frame, "frame is null").getFileName();
    if (!isCell(frame) || file == null || file.startsWith("$")) {
      return Optional.empty();
    }
    return Optional.of(frame.getLineNumber() < 1 ? file : file + ":" + frame.getLineNumber());
  }

  /** Text without the names that JShell gives to the classes around cells. */
  public static String withoutWrappers(String text) {
    requireNonNull(text, "text is null");
    if (!text.contains(CELLS)) {
      return text;
    }
    return WRAPPER.matcher(ANONYMOUS.matcher(text).replaceAll("anonymous")).replaceAll("");
  }

  /** Whether the frame is of the kernel, or of what it runs cells with. */
  public static boolean isOurs(StackTraceElement frame) {
    String type = frame.getClassName();
    return isCell(frame)
        || type.startsWith("dev.zoetrope.kernel.")
        || type.startsWith("jdk.jshell.")
        || type.startsWith("jdk.internal.reflect.")
        || type.startsWith("java.lang.reflect.");
  }

  private static boolean isCell(StackTraceElement frame) {
    return frame.getClassName().startsWith(CELLS);
  }

  private static boolean isEntry(StackTraceElement frame) {
    return frame.getMethodName().startsWith(ENTRY);
  }

  // JShell enters some code by way of a method of its own.
  private static void addOwn(List<String> lines, String line, boolean isEntry) {
    boolean isSame = !lines.isEmpty() && lines.get(lines.size() - 1).equals(line);
    if (!(isSame && isEntry)) {
      lines.add(line);
    }
  }

  private static void addLibrary(List<String> lines, List<String> library) {
    int shown = Math.min(library.size(), LIBRARY_FRAMES);
    lines.addAll(library.subList(0, shown));
    if (library.size() > shown) {
      lines.add("    " + Brief.more(library.size() - shown));
    }
    library.clear();
  }

  private static List<String> shorten(List<String> lines) {
    if (lines.size() <= MAX_FRAMES) {
      return lines;
    }
    int half = MAX_FRAMES / 2;
    List<String> shortened = new ArrayList<>(lines.subList(0, half));
    shortened.add("    " + Brief.more(lines.size() - MAX_FRAMES));
    shortened.addAll(lines.subList(lines.size() - half, lines.size()));
    return shortened;
  }

  private static String where(StackTraceElement frame, String place) {
    String method = isEntry(frame) ? "" : frame.getMethodName();
    String name = name(withoutWrappers(frame.getClassName()), method);
    return name.isEmpty() ? place : name + " (" + place + ")";
  }

  private static String name(String type, String method) {
    String named = type.replaceAll("\\$\\d+(?=[A-Za-z_])", "\\$").replaceAll("\\$?\\b\\d+\\b", "");
    String called = method.startsWith("lambda$") ? "lambda" : method;
    return named.isEmpty() || called.isEmpty() ? named + called : named + "." + called;
  }
}
