package dev.zoetrope.kernel.widget;

/** A slider over whole numbers. Thread-safe. */
public final class IntSlider extends ValueControl<Integer, IntSlider> {
  private final int min;
  private final int max;

  IntSlider(String label, int min, int max) {
    super(
        "IntSlider",
        "SliderStyle",
        "handle_color",
        "value",
        min,
        Kind.INTEGER.checked(to -> check(to, min, max)));
    this.min = min;
    this.max = max;
    set("min", min);
    set("max", max);
    label(label);
  }

  /** How far one press of a key moves it. */
  public IntSlider step(int step) {
    set("step", step);
    return this;
  }

  /**
   * Whether it tells each value while it moves, as it does by default, or only where it is left.
   */
  public IntSlider continuous(boolean each) {
    set("continuous_update", each);
    return this;
  }

  @Override
  void check(Integer to) {
    check(to, min, max);
  }

  private static void check(int to, int min, int max) {
    if (to < min || to > max) {
      throw new IllegalArgumentException(to + " is outside the slider's " + min + " to " + max);
    }
  }
}
