package dev.zoetrope.kernel.magic;

/** Reads Java line by line, just well enough to know whether the next line may be no Java. */
final class JavaScan {
  private enum In {
    CODE,
    COMMENT,
    TEXT_BLOCK
  }

  private In state = In.CODE;
  private int depth;
  private char last;
  private int statementEnd = -1;

  void reset() {
    state = In.CODE;
    depth = 0;
    last = 0;
  }

  /** Whether a bracket, a comment or a text block is still open. */
  boolean isOpen() {
    return state != In.CODE || depth > 0;
  }

  /** Whether nothing is open and the last statement has its end. */
  boolean isFinished() {
    return !isOpen() && (last == 0 || last == ';' || last == '}');
  }

  /**
   * Where the code's last expression begins: behind the last statement that has its end; at the
   * code's end if nothing but comments follows.
   */
  static int tail(String code) {
    JavaScan scan = new JavaScan();
    int tail = 0;
    int start = 0;
    for (String line : code.split("\n", -1)) {
      scan.read(line);
      tail = scan.statementEnd < 0 ? tail : start + scan.statementEnd;
      start += line.length() + 1;
    }
    return scan.isFinished() ? code.length() : tail;
  }

  void read(String line) {
    statementEnd = -1;
    int at = 0;
    while (at < line.length()) {
      at =
          switch (state) {
            case CODE -> code(line, at);
            case COMMENT -> past(line, at, "*/");
            case TEXT_BLOCK -> inTextBlock(line, at);
          };
    }
  }

  private int code(String line, int at) {
    if (line.startsWith("//", at)) {
      return line.length();
    }
    if (line.startsWith("/*", at)) {
      state = In.COMMENT;
      return at + 2;
    }
    if (line.startsWith("\"\"\"", at)) {
      state = In.TEXT_BLOCK;
      return at + 3;
    }
    char c = line.charAt(at);
    last = Character.isWhitespace(c) ? last : c;
    if (c == '"' || c == '\'') {
      return literal(line, at + 1, c);
    }
    depth = Math.max(0, depth + step(c));
    if (depth == 0 && (c == ';' || c == '}')) {
      statementEnd = at + 1;
    }
    return at + 1;
  }

  private static int step(char c) {
    return switch (c) {
      case '(', '[', '{' -> 1;
      case ')', ']', '}' -> -1;
      default -> 0;
    };
  }

  private static int literal(String line, int from, char quote) {
    int at = from;
    while (at < line.length() && line.charAt(at) != quote) {
      at += line.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private int inTextBlock(String line, int at) {
    if (line.charAt(at) == '\\') {
      return at + 2;
    }
    return line.startsWith("\"\"\"", at) ? past(line, at, "\"\"\"") : at + 1;
  }

  private int past(String line, int at, String mark) {
    int found = line.indexOf(mark, at);
    if (found < 0) {
      return line.length();
    }
    last = state == In.TEXT_BLOCK ? '"' : last;
    state = In.CODE;
    return found + mark.length();
  }
}
