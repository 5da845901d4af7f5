package dev.zoetrope.kernel.display;

import static java.util.Objects.requireNonNull;

/** Writes text into HTML. */
public final class Html {
  private Html() {}

  /** The text as it is, whatever it holds: in an element or in a quoted attribute. */
  public static String escape(String text) {
    StringBuilder escaped = new StringBuilder(requireNonNull(text, "text is null").length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** The words of a piece of HTML, without its tags, for those who cannot draw it. */
  static String words(String html) {
    return html.replaceAll("(?is)<(style|script)\\b.*?</\\1>", " ")
        .replaceAll("(?s)<[^>]*>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
