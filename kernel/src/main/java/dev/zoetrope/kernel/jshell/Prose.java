package dev.zoetrope.kernel.jshell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Comments, strings and characters: where code is no code. */
final class Prose {
  /** Possessive, since backing up in a long one would fill the stack. */
  private static final Pattern PROSE =
      Pattern.compile(
          "(?<line>//[^\\n]*+)|/\\*(?:[^*]|\\*(?!/))*+(?<end>\\*/)?+"
              + "|\"\"\"(?:[^\"\\\\]|\\\\.|\"(?!\"\"))*+(?<block>\"\"\")?+"
              + "|\"(?:[^\"\\\\\\n]|\\\\.)*+(?<quote>\")?+|'(?:[^'\\\\\\n]|\\\\.)*+(?<tick>')?+",
          Pattern.DOTALL);

  private Prose() {}

  /** Whether what is typed here belongs to a comment, a string or a character. */
  static boolean isAt(String code, int cursor) {
    Matcher prose = PROSE.matcher(code);
    while (prose.find() && prose.start() < cursor) {
      if (cursor < prose.end() || cursor == prose.end() && isOpen(prose)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOpen(Matcher prose) {
    return prose.group("line") != null
        || (prose.group("end") == null
            && prose.group("block") == null
            && prose.group("quote") == null
            && prose.group("tick") == null);
  }
}
