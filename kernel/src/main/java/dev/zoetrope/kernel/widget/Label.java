package dev.zoetrope.kernel.widget;

/** A line of text. Thread-safe. */
public final class Label extends ValueControl<String, Label> {
  Label(String text) {
    super("Label", "LabelStyle", "background", "value", text, Kind.TEXT);
  }
}
