package dev.zoetrope.kernel.widget;

/** A box to tick. Thread-safe. */
public final class Checkbox extends ValueControl<Boolean, Checkbox> {
  Checkbox(String label, boolean ticked) {
    super("Checkbox", "CheckboxStyle", "background", "value", ticked, Kind.BOOLEAN);
    label(label);
  }

  @Override
  String text() {
    return (value() ? "[x] " : "[ ] ") + label();
  }
}
