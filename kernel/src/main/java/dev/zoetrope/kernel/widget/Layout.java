package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

/** The room that a widget takes, in the words of CSS. Thread-safe. */
public final class Layout extends Widget {
  Layout() {
    super(Names.layout());
  }

  /** For example {@code 320px} or {@code 50%}. */
  public Layout width(String width) {
    return with("width", width);
  }

  /** For example {@code 240px}. */
  public Layout height(String height) {
    return with("height", height);
  }

  /** For example {@code 0 0 0 1em}. */
  public Layout margin(String margin) {
    return with("margin", margin);
  }

  /** For example {@code 4px}. */
  public Layout padding(String padding) {
    return with("padding", padding);
  }

  /** Shows the widget, or takes it away with its room. */
  public Layout shown(boolean shown) {
    return with("display", shown ? "" : "none");
  }

  /** Any other key of the layout, as CSS names it but with underscores: {@code flex_flow}. */
  public Layout with(String key, String css) {
    set(requireNonNull(key, "key is null"), requireNonNull(css, key));
    return this;
  }
}
