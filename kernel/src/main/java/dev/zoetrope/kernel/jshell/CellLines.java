package dev.zoetrope.kernel.jshell;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Knows which line of which cell each line of JShell's wrapped code comes from, so that the classes
 * of cells can tell it themselves. Confined to the holder of the compiler's lock.
 */
final class CellLines {
  private static final Pattern OUTER = Pattern.compile("REPL\\.\\$JShell\\$[0-9A-Z]+");

  /** How many places of a long snippet are looked up, beside the end of each line. */
  private static final int MAX_LOOKS = 20_000;

  /**
   * Where a snippet begins.
   *
   * @param source the cell, as {@code In [7]}, or the name of a file
   * @param line counted from 0
   * @param text all that was evaluated; each of {@code int a, b} is a snippet
   */
  private record Start(String source, int line, String text) {}

  /** The lines of one class file. */
  record Lines(String source, NavigableMap<Integer, Integer> lines) {
    /** The line of the cell, counted from 1, for one of the class file. */
    int of(int wrapped) {
      Map.Entry<Integer, Integer> entry = lines.floorEntry(wrapped);
      return (entry == null ? lines.firstEntry() : entry).getValue();
    }
  }

  private final Map<Snippet, Start> starts = new IdentityHashMap<>();
  private @Nullable JShell shell;
  private Start now = new Start("", 0, "");

  /** Before the first snippet. */
  void connect(JShell shell) {
    this.shell = shell;
  }

  /** Snippets that are new from now on come from here. */
  void comeFrom(String source, int line, String text) {
    now = new Start(source, line, text);
  }

  /** The lines of these classes by the names of those that enclose them; some may be unknown. */
  Map<String, Lines> of(Collection<String> classes) {
    Map<String, Lines> found = new HashMap<>();
    if (shell != null && !classes.isEmpty()) {
      List<Snippet> snippets = shell.snippets().toList();
      boolean isOver = false;
      for (int i = snippets.size() - 1; i >= 0 && !isOver; i--) {
        boolean isIn = find(snippets.get(i), classes, found, shell);
        // A notebook has many snippets. Several classes come together where old ones change again.
        isOver = classes.size() == 1 && !found.isEmpty() && !isIn;
      }
    }
    return found;
  }

  private boolean find(
      Snippet snippet, Collection<String> classes, Map<String, Lines> found, JShell shell) {
    if (!shell.status(snippet).isActive()) {
      return false;
    }
    SnippetWrapper wrapper = shell.sourceCodeAnalysis().wrapper(snippet);
    boolean isIn = classes.contains(wrapper.fullClassName());
    if (isIn) {
      Start start = starts.computeIfAbsent(snippet, fresh -> now);
      found
          .computeIfAbsent(
              wrapper.fullClassName(), name -> new Lines(start.source(), new TreeMap<>()))
          .lines()
          .putAll(lines(wrapper, start));
    }
    return isIn;
  }

  /** The class around a cell's code that this class is, or is in. */
  static String outer(String name) {
    Matcher outer = OUTER.matcher(name);
    return outer.lookingAt() ? outer.group() : name;
  }

  /** The parts of one line may have gone to several places of the wrapped code. */
  private static NavigableMap<Integer, Integer> lines(SnippetWrapper wrapper, Start from) {
    NavigableMap<Integer, Integer> offsets = offsets(wrapper.wrapped());
    NavigableMap<Integer, Integer> lines = new TreeMap<>();
    String text = from.text();
    int step = 1 + text.length() / MAX_LOOKS;
    int line = from.line() + 1;
    lines.put(0, line);
    for (int at = 0; at < text.length(); at++) {
      boolean ends = text.charAt(at) == '\n';
      if (ends || at % step == 0) {
        int wrapped = wrapper.sourceToWrappedPosition(at);
        lines.putIfAbsent(offsets.floorEntry(Math.max(0, wrapped)).getValue(), line);
      }
      line += ends ? 1 : 0;
    }
    return lines;
  }

  /** The number of each line, counted from 1, by the place where it begins. */
  private static NavigableMap<Integer, Integer> offsets(String text) {
    NavigableMap<Integer, Integer> offsets = new TreeMap<>();
    offsets.put(0, 1);
    int number = 1;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      offsets.put(end + 1, ++number);
    }
    return offsets;
  }
}
