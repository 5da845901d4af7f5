package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

/** A slider over numbers. Thread-safe. */
public final class FloatSlider extends ValueControl<Double, FloatSlider> {
  /** Fine enough for a hand, coarse enough to read. */
  private static final int STEPS = 100;

  private final double min;
  private final double max;

  FloatSlider(String label, double min, double max) {
    super(
        "FloatSlider",
        "SliderStyle",
        "handle_color",
        "value",
        min,
        Kind.DOUBLE.checked(to -> check(to, min, max)));
    this.min = min;
    this.max = max;
    set("min", min);
    set("max", max);
    step((max - min) / STEPS);
    label(label);
  }

  /** How far one press of a key moves it; a hundredth of the range at first. */
  public FloatSlider step(double step) {
    set("step", step);
    return this;
  }

  /** How the number is written, in the format of d3: {@code .2f} at first. */
  public FloatSlider format(String d3) {
    set("readout_format", requireNonNull(d3, "d3 is null"));
    return this;
  }

  /**
   * Whether it tells each value while it moves, as it does by default, or only where it is left.
   */
  public FloatSlider continuous(boolean each) {
    set("continuous_update", each);
    return this;
  }

  @Override
  void check(Double to) {
    check(to, min, max);
  }

  private static void check(double to, double min, double max) {
    if (!(to >= min && to <= max)) {
      throw new IllegalArgumentException(to + " is outside the slider's " + min + " to " + max);
    }
  }
}
