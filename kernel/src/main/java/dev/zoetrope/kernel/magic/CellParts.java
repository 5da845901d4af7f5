package dev.zoetrope.kernel.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a cell into lines of Java and magics.
 *
 * <p>A per cent sign also begins lines inside text blocks, comments and long calculations. So a
 * line is a magic only outside brackets, strings and comments, and only where Java before it has
 * come to an end or it names a magic.
 */
final class CellParts {
  private static final Pattern CALL = Pattern.compile("[ \\t]*(%%?)([A-Za-z]\\w*)([ \\t]*)(.*)");

  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder java = new StringBuilder();
  private final JavaScan scan = new JavaScan();
  private final Predicate<String> known;

  private CellParts(Predicate<String> known) {
    this.known = known;
  }

  /**
   * The parts in their order.
   *
   * @param known tells the names of magics
   */
  static List<Part> of(String code, Predicate<String> known) {
    return new CellParts(known).cut(code.replace("\r\n", "\n"));
  }

  private List<Part> cut(String code) {
    int start = 0;
    for (int number = 1; start < code.length(); number++) {
      int newline = code.indexOf('\n', start);
      int end = newline < 0 ? code.length() : newline;
      String line = code.substring(start, end);
      start = Math.min(code.length(), end + 1);
      Matcher call = CALL.matcher(line);
      if (!call.matches() || !isMagic(call.group(2))) {
        java.append(line).append(newline < 0 ? "" : "\n");
        scan.read(line);
        continue;
      }
      boolean cell = call.group(1).length() == 2;
      endJava(number);
      String body = cell ? "\n".repeat(number) + code.substring(start) : "";
      String arguments = call.group(4).stripTrailing();
      parts.add(new Part.Call(cell, call.group(2), arguments, number, call.start(4), body));
      if (cell) {
        return parts;
      }
    }
    endJava(0);
    return parts;
  }

  private boolean isMagic(String name) {
    return scan.isOpen() ? false : scan.isFinished() || known.test(name);
  }

  private void endJava(int linesBeforeNext) {
    if (!java.toString().isBlank()) {
      parts.add(new Part.Java(java.toString()));
    }
    java.setLength(0);
    java.append("\n".repeat(linesBeforeNext));
    scan.reset();
  }
}
