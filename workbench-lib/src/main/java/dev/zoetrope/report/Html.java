package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

/** Makes foreign text harmless. */
public final class Html {
  private Html() {}

  /**
   * The text as HTML that shows it and does nothing else, in an element or a quoted attribute.
   * Control and direction-changing characters become a visible mark.
   */
  public static String escape(String text) {
    StringBuilder html = new StringBuilder();
    requireNonNull(text, "text is null").codePoints().forEach(c -> html.append(escaped(c)));
    return html.toString();
  }

  private static String escaped(int c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      case '\n', '\t' -> String.valueOf((char) c);
      default -> hidden(c) ? "\uFFFD" : Character.toString(c);
    };
  }

  /** Characters that a reader cannot see but that change what follows. */
  private static boolean hidden(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
  }
}
