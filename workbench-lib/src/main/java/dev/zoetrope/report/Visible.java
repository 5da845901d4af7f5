package dev.zoetrope.report;

import static java.lang.Character.UnicodeScript.HAN;
import static java.lang.Character.UnicodeScript.HANGUL;
import static java.lang.Character.UnicodeScript.HIRAGANA;
import static java.lang.Character.UnicodeScript.KATAKANA;
import static java.util.Objects.requireNonNull;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Foreign text as a reader sees it: nothing in it moves a cursor or turns the line around. */
public final class Visible {
  private static final Set<UnicodeScript> WIDE = EnumSet.of(HAN, HANGUL, HIRAGANA, KATAKANA);

  private static final int NO_JOIN = 0x200C;
  private static final int JOIN = 0x200D;
  private static final int FIRST_PICTURE = 0x1F300;
  private static final int LAST_PICTURE = 0x1FAFF;

  private Visible() {}

  /** Control and direction-changing characters become a visible mark; line ends become one kind. */
  public static String of(String text) {
    StringBuilder seen = new StringBuilder();
    requireNonNull(text, "text is null")
        .replace("\r\n", "\n")
        .codePoints()
        .forEach(c -> seen.appendCodePoint(hidden(c) ? 0xFFFD : c));
    return seen.toString();
  }

  /**
   * A JSON text that means the same, in which no such character stands as itself: each is escaped,
   * as JSON allows within its strings, where alone they can be.
   */
  public static String json(String text) {
    StringBuilder seen = new StringBuilder();
    requireNonNull(text, "text is null").codePoints().forEach(c -> escaped(seen, c));
    return seen.toString();
  }

  private static void escaped(StringBuilder into, int c) {
    if (c < ' ' || !hidden(c)) {
      into.appendCodePoint(c);
      return;
    }
    for (char half : Character.toChars(c)) {
      into.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
    }
  }

  private static boolean hidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\n' && c != '\t';
      // Joiners are how some scripts spell, and they turn nothing.
      case Character.FORMAT -> c != NO_JOIN && c != JOIN;
      case Character.SURROGATE -> true;
      default -> false;
    };
  }

  /** How many columns of a terminal it takes. */
  static int columns(String text) {
    return text.codePoints().map(Visible::columns).sum();
  }

  private static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.FORMAT) {
      return 0;
    }
    boolean picture = c >= FIRST_PICTURE && c <= LAST_PICTURE;
    return picture || WIDE.contains(UnicodeScript.of(c)) ? 2 : 1;
  }

  /**
   * Breaks it between words, and within those that are longer than a line.
   *
   * @param most what is longer ends with an ellipsis
   */
  static List<String> lines(String text, int width, int most) {
    List<String> lines = new ArrayList<>();
    String rest = of(text).strip().replaceAll("\\s+", " ");
    while (lines.size() < most && !rest.isEmpty()) {
      String line = head(rest, width);
      lines.add(line.stripTrailing());
      rest = rest.substring(line.length()).stripLeading();
    }
    if (!rest.isEmpty()) {
      lines.set(most - 1, cut(lines.get(most - 1) + " " + rest, width));
    }
    return lines;
  }

  /** On one line, with an ellipsis if it is longer. */
  static String cut(String text, int width) {
    String line = of(text).strip().replaceAll("\\s+", " ");
    return columns(line) <= width ? line : fitting(line, width - 1).stripTrailing() + "…";
  }

  private static String head(String text, int width) {
    String fits = fitting(text, width);
    int space = fits.lastIndexOf(' ');
    boolean whole = fits.length() == text.length() || text.charAt(fits.length()) == ' ';
    return whole || space < 1 ? fits : fits.substring(0, space);
  }

  private static String fitting(String text, int width) {
    int end = 0;
    int columns = 0;
    while (end < text.length() && columns + columns(text.codePointAt(end)) <= width) {
      columns += columns(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    return text.substring(0, end);
  }
}
