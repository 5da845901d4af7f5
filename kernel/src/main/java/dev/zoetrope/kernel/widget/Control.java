package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A control of ipywidgets: it has a label and a style, and can be switched off. Thread-safe.
 *
 * @param <C> the control's own type, which its setters return
 */
public abstract class Control<C extends Control<C>> extends Widget {
  private final String styleName;
  private final String colorKey;
  private final Trait<String> label = trait("description", "");
  private final Trait<Boolean> disabled = trait("disabled", false);
  private @Nullable Style style;

  Control(String name, String styleName, String colorKey) {
    super(Names.control(name));
    this.styleName = styleName;
    this.colorKey = colorKey;
  }

  @SuppressWarnings("unchecked")
  final C self() {
    return (C) this;
  }

  /** What stands beside the control, or on it. */
  public final String label() {
    return label.get();
  }

  /** Changes what stands beside the control, or on it. */
  public final C label(String text) {
    label.set(requireNonNull(text, "text is null"));
    return self();
  }

  /** Whether the page lets nobody use it. */
  public final boolean disabled() {
    return disabled.get();
  }

  /** Lets nobody use it, or lets them again. */
  public final C disabled(boolean off) {
    disabled.set(off);
    return self();
  }

  /** What the page shows when the mouse rests on it. */
  public final C tooltip(String text) {
    set("tooltip", requireNonNull(text, "text is null"));
    return self();
  }

  /** Its colours and its writing. */
  public final synchronized Style style() {
    if (style == null) {
      style = new Style(styleName, colorKey);
      set("style", style);
    }
    return style;
  }

  @Override
  String text() {
    return label().isEmpty() ? super.text() : label();
  }
}
