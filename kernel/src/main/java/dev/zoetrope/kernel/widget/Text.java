package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

/** A line to type in. Thread-safe. */
public final class Text extends ValueControl<String, Text> {
  Text(String label, String text) {
    super("Text", "TextStyle", "background", "value", text, Kind.TEXT);
    label(label);
  }

  /** What stands there while nothing is typed. */
  public Text placeholder(String text) {
    set("placeholder", requireNonNull(text, "text is null"));
    return this;
  }

  /** Whether it tells each key, as it does by default, or only what is there when it is left. */
  public Text continuous(boolean each) {
    set("continuous_update", each);
    return this;
  }
}
