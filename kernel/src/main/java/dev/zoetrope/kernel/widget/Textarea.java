package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

/** Some lines to type in. Thread-safe. */
public final class Textarea extends ValueControl<String, Textarea> {
  Textarea(String label, String text) {
    super("Textarea", "TextStyle", "background", "value", text, Kind.TEXT);
    label(label);
  }

  /** What stands there while nothing is typed. */
  public Textarea placeholder(String text) {
    set("placeholder", requireNonNull(text, "text is null"));
    return this;
  }

  /** Whether it tells each key, as it does by default, or only what is there when it is left. */
  public Textarea continuous(boolean each) {
    set("continuous_update", each);
    return this;
  }
}
