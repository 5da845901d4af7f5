package dev.zoetrope.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.SourceVersion;
import jdk.jshell.Diag;

/**
 * Writes what the compiler refused: the place, its words, the source line and a caret under the
 * fault.
 */
final class CompileErrors {
  private static final int MAX_IMPORTS = 3;

  /** How much of a long line is shown on each side of the fault. */
  private static final int MAX_BESIDE = 200;

  private final String name;
  private final String code;
  private final Function<String, List<String>> classes;
  private final Function<String, Optional<String>> waiting;

  /**
   * @param name the cell, as {@code In [7]}, or the name of a file
   * @param code the whole cell
   * @param classes finds the full names of classes by their own
   * @param waiting tells why what is declared under a name cannot be used yet
   */
  CompileErrors(
      String name,
      String code,
      Function<String, List<String>> classes,
      Function<String, Optional<String>> waiting) {
    this.classes = classes;
    this.waiting = waiting;
    this.name = name;
    this.code = code;
  }

  /**
   * The error for a snippet that was refused.
   *
   * @param start where the snippet begins in the cell
   */
  CellError of(List<Diag> diagnostics, int start) {
    List<String> lines = new ArrayList<>();
    String first = "";
    for (Diag diagnostic : diagnostics) {
      if (diagnostic.isError()) {
        String message = diagnostic.getMessage(Locale.getDefault());
        first = first.isEmpty() ? message.lines().findFirst().orElse("") : first;
        lines.addAll(show(diagnostic, message, start));
      }
    }
    String message = first.isEmpty() ? "This code cannot be compiled." : first;
    return new CellError("CompileError", message, lines.isEmpty() ? List.of(message) : lines);
  }

  /**
   * The error for a variable of a type that nobody knows, which JShell lets pass.
   *
   * @param missing as {@code class Foo}
   */
  CellError unknownType(String missing, int start) {
    String type = missing.substring(missing.lastIndexOf(' ') + 1);
    int from = clamp(Math.max(start, code.indexOf(type, start)));
    int to = clamp(from + type.length());
    List<String> lines = show(from, to, "cannot find symbol\nsymbol:   " + missing);
    lines.addAll(remedies(type));
    return new CellError("CompileError", "cannot find symbol: " + missing, lines);
  }

  private List<String> show(Diag diagnostic, String message, int start) {
    int from = clamp(start + (int) Math.max(0, diagnostic.getPosition()));
    int to = clamp(start + (int) Math.max(0, diagnostic.getEndPosition()));
    List<String> lines = show(from, to, message);
    if (diagnostic.getCode().startsWith("compiler.err.cant.resolve")) {
      lines.addAll(remedies(code.substring(from, Math.max(from, to))));
    }
    return lines;
  }

  private List<String> show(int from, int to, String message) {
    int wholeEnd = code.indexOf('\n', from) < 0 ? code.length() : code.indexOf('\n', from);
    int lineStart = Math.max(code.lastIndexOf('\n', from - 1) + 1, from - MAX_BESIDE);
    int lineEnd = Math.min(wholeEnd, from + MAX_BESIDE);
    List<String> words = message.lines().toList();
    List<String> lines = new ArrayList<>();
    lines.add(red("CompileError") + " at " + name + ":" + line(from) + ": " + words.get(0));
    lines.add("    " + code.substring(lineStart, lineEnd));
    lines.add("    " + indent(lineStart, from) + red(carets(from, Math.min(to, lineEnd))));
    words.stream()
        .skip(1)
        .map(String::strip)
        // The wrapper class around a snippet has no name to tell.
        .filter(word -> !word.equals("location: class"))
        .forEach(word -> lines.add("    " + word));
    return lines;
  }

  private static String red(String text) {
    return Traceback.RED + text + Traceback.PLAIN;
  }

  /** What would make an unknown name known. */
  private List<String> remedies(String symbol) {
    if (!SourceVersion.isIdentifier(symbol)) {
      return List.of();
    }
    return waiting
        .apply(symbol)
        .map(sentence -> List.of("    " + sentence))
        .orElseGet(() -> imports(symbol));
  }

  private List<String> imports(String symbol) {
    return Character.isUpperCase(symbol.charAt(0))
        ? classes.apply(symbol).stream()
            .limit(MAX_IMPORTS)
            .map(each -> "    to use it: import " + each + ";")
            .toList()
        : List.of();
  }

  private int clamp(int position) {
    return Math.min(position, code.length());
  }

  private long line(int position) {
    return 1 + code.substring(0, position).chars().filter(c -> c == '\n').count();
  }

  // Tabs stay tabs, so that the caret stands under its letter whatever their width.
  private String indent(int lineStart, int from) {
    return code.substring(lineStart, Math.max(lineStart, from)).replaceAll("[^\t]", " ");
  }

  private static String carets(int from, int to) {
    return "^".repeat(Math.max(1, to - from));
  }
}
