package dev.zoetrope.kernel.widget;

import java.util.Locale;

/** A bar that fills. Thread-safe. */
public final class FloatProgress extends ValueControl<Double, FloatProgress> {
  private final double max;

  FloatProgress(String label, double max) {
    super("FloatProgress", "ProgressStyle", "bar_color", "value", 0.0, Kind.DOUBLE);
    this.max = max;
    set("min", 0.0);
    set("max", max);
    label(label);
  }

  @Override
  String text() {
    String share = String.format(Locale.ROOT, "%.0f %%", 100 * value() / max);
    return label().isEmpty() ? share : label() + ": " + share;
  }

  @Override
  String html() {
    return "<label>"
        + Html.escape(label())
        + " <progress value=\""
        + value()
        + "\" max=\""
        + max
        + "\"></progress></label>";
  }
}
