package dev.zoetrope.report;

/** Makes foreign text harmless. */
public final class Html {
  private Html() {}

  /**
   * The text as HTML that shows it and does nothing else, in an element or a quoted attribute.
   * Control and direction-changing characters become a visible mark.
   */
  public static String escape(String text) {
    StringBuilder html = new StringBuilder();
    Visible.of(text).codePoints().forEach(c -> html.append(escaped(c)));
    return html.toString();
  }

  private static String escaped(int c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> Character.toString(c);
    };
  }
}
