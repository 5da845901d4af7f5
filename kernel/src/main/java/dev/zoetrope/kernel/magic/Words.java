package dev.zoetrope.kernel.magic;

import java.util.ArrayList;
import java.util.List;

/** A line cut into words as a shell does: blanks part them, quotes hold them together. */
final class Words {
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;
  private char quote;

  private Words() {}

  /**
   * The words.
   *
   * @throws MagicException if a quote is not closed
   */
  static List<String> of(String line) {
    Words cut = new Words();
    line.chars().forEach(c -> cut.read((char) c));
    if (cut.quote != 0) {
      throw new MagicException("The quote " + cut.quote + " is not closed.", "");
    }
    cut.end();
    return cut.words;
  }

  private void read(char c) {
    if (quote != 0) {
      inQuote(c);
    } else if (c == '"' || c == '\'') {
      quote = c;
      begun = true;
    } else if (Character.isWhitespace(c)) {
      end();
    } else {
      word.append(c);
      begun = true;
    }
  }

  private void inQuote(char c) {
    if (c == quote) {
      quote = 0;
    } else {
      word.append(c);
    }
  }

  private void end() {
    if (begun) {
      words.add(word.toString());
    }
    word.setLength(0);
    begun = false;
  }
}
