package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

/** A piece of HTML, shown as it is given: escape what comes from outside. Thread-safe. */
public final class Html extends ValueControl<String, Html> {
  Html(String html) {
    super("HTML", "HTMLStyle", "background", "value", html, Kind.TEXT);
  }

  /** The text with the signs of HTML made harmless. */
  public static String escape(String text) {
    return requireNonNull(text, "text is null")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  String text() {
    return value().replaceAll("<[^>]*>", " ").strip();
  }

  @Override
  String html() {
    return value();
  }
}
