package dev.zoetrope.kernel.jshell;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Cheaper ways to say a snippet that looks like an expression. A wrong guess does no harm: the
 * compiler refuses it, and the snippet runs as it was written.
 */
final class Shortcuts {
  /** What only statements and declarations begin with. */
  private static final Pattern NO_EXPRESSION =
      Pattern.compile(
          "\\s*(?:[{@;]|/[/*]|(?:import|package|class|interface|enum|record|sealed|public|private|protected|static|final"
              + "|abstract|default|if|for|while|do|switch|try|throw|return|assert|synchronized|void|var|boolean|byte|char"
              + "|short|int|long|float|double)\\b).*",
          Pattern.DOTALL);

  /** An assignment or an initialised variable: an equals sign that is no comparison. */
  private static final Pattern ASSIGNMENT = Pattern.compile("[\\w\\]>)]\\s*[-+*/%&|^]?=[^=]");

  private static final Pattern PRINT =
      Pattern.compile("\\s*System\\s*\\.\\s*(?:out|err)\\s*\\..*", Pattern.DOTALL);

  /** Possessive, since backing up in a long one would fill the stack. */
  private static final Pattern LITERAL =
      Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"", Pattern.DOTALL);

  private static final String KEEP = CellValue.class.getName() + ".keep(";

  private Shortcuts() {}

  /** What to try instead of the snippet, in this order. */
  static List<String> of(String snippet, boolean last) {
    String bare = bare(snippet);
    if (bare.isBlank() || isDeclaration(bare)) {
      return List.of();
    }
    String statement = "{ " + bare + "\n; }";
    if (last && !PRINT.matcher(bare).matches()) {
      String kept = "{ " + KEEP + bare + "\n); }";
      return bare.endsWith(")") ? List.of(kept, statement) : List.of(kept);
    }
    return bare.endsWith(")") ? List.of(statement) : List.of();
  }

  private static boolean isDeclaration(String bare) {
    return bare.endsWith("}")
        || NO_EXPRESSION.matcher(bare).matches()
        || ASSIGNMENT.matcher(withoutLiterals(bare)).find();
  }

  private static String bare(String snippet) {
    String bare = snippet.stripTrailing();
    return bare.endsWith(";") ? bare.substring(0, bare.length() - 1).stripTrailing() : bare;
  }

  private static String withoutLiterals(String code) {
    return LITERAL.matcher(code).replaceAll("\"\"");
  }
}
