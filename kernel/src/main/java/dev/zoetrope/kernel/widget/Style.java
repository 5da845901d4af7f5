package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

/** The colours and the writing of a control, in the words of CSS. Thread-safe. */
public final class Style extends Widget {
  private final String colorKey;

  /**
   * @param colorKey what this control calls the colour of its main part
   */
  Style(String name, String colorKey) {
    super(Names.style(name));
    this.colorKey = colorKey;
  }

  /** The colour of the control's main part: a button's face, a slider's handle, a bar. */
  public Style color(String css) {
    return with(colorKey, css);
  }

  /** The room for the label, for example {@code initial} for as much as it needs. */
  public Style labelWidth(String css) {
    return with("description_width", css);
  }

  /** Any other key of the style, for example {@code font_weight}. */
  public Style with(String key, String css) {
    set(requireNonNull(key, "key is null"), requireNonNull(css, key));
    return this;
  }
}
