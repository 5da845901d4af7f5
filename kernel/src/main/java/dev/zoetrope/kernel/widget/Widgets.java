package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Makes live widgets.
 *
 * <pre>{@code
 * var speed = Widgets.slider("speed", 0, 10);
 * speed.onChange(v -> System.out.println("speed " + v));
 * display(speed); // or as the last value of a cell
 * }</pre>
 */
public final class Widgets {
  private Widgets() {}

  /** A button. */
  public static Button button(String label) {
    return new Button(requireNonNull(label, "label is null"));
  }

  /** A piece of HTML, shown as it is given. */
  public static Html html(String html) {
    return new Html(requireNonNull(html, "html is null"));
  }

  /** A line of text. */
  public static Label label(String text) {
    return new Label(requireNonNull(text, "text is null"));
  }

  /** A slider over whole numbers, which stands at the least one. */
  public static IntSlider slider(String label, int min, int max) {
    checkRange(min, max);
    return new IntSlider(requireNonNull(label, "label is null"), min, max);
  }

  /** A slider over numbers, which stands at the least one. */
  public static FloatSlider slider(String label, double min, double max) {
    checkRange(min, max);
    return new FloatSlider(requireNonNull(label, "label is null"), min, max);
  }

  private static void checkRange(double min, double max) {
    if (!(min < max)) {
      throw new IllegalArgumentException(min + " is not below " + max);
    }
  }

  /** A bar that fills from 0 to {@code max}. */
  public static FloatProgress progress(String label, double max) {
    checkRange(0, max);
    return new FloatProgress(requireNonNull(label, "label is null"), max);
  }

  /** A line to type in. */
  public static Text text(String label, String text) {
    return new Text(requireNonNull(label, "label is null"), requireNonNull(text, "text is null"));
  }

  /** Some lines to type in. */
  public static Textarea textarea(String label, String text) {
    return new Textarea(
        requireNonNull(label, "label is null"), requireNonNull(text, "text is null"));
  }

  /** A box to tick. */
  public static Checkbox checkbox(String label, boolean ticked) {
    return new Checkbox(requireNonNull(label, "label is null"), ticked);
  }

  /** One of several values, at first the first. */
  public static <T> Dropdown<T> dropdown(String label, List<T> options) {
    requireNonNull(label, "label is null");
    if (requireNonNull(options, "options is null").isEmpty()) {
      throw new IllegalArgumentException("there is nothing to choose from");
    }
    return new Dropdown<>(label, List.copyOf(options));
  }

  /**
   * A picture.
   *
   * @param encoded the bytes of a PNG or JPEG file, not copied: do not change them afterwards
   */
  public static Image image(byte[] encoded) {
    return new Image(requireNonNull(encoded, "encoded is null"));
  }

  /** A place for what listeners print and show. */
  public static Output output() {
    return new Output();
  }

  /** Widgets side by side. */
  public static Box row(Widget... widgets) {
    return new Box(true, List.of(widgets));
  }

  /** Widgets one below the other. */
  public static Box column(Widget... widgets) {
    return new Box(false, List.of(widgets));
  }

  /** Widgets of which one is seen at a time; add them with {@link Tab#add}. */
  public static Tab tabs() {
    return new Tab();
  }

  /**
   * A widget with code of its own.
   *
   * @param esm an ECMAScript module in the form that anywidget knows
   */
  public static AnyWidget any(String esm) {
    return new AnyWidget(requireNonNull(esm, "esm is null"));
  }

  /** A widget with code of its own, in a file that lies beside this class. */
  public static AnyWidget any(Class<?> owner, String name) {
    return any(AnyWidget.resource(owner, requireNonNull(name, "name is null")));
  }

  /** Any other control of ipywidgets by its name, for example {@code ColorPicker}. */
  public static GenericWidget control(String name) {
    return new GenericWidget(Names.control(requireNonNull(name, "name is null")));
  }

  /**
   * Any other widget that the page has code for.
   *
   * @param module the npm package
   * @param version a semantic version, or a range
   * @param name {@code X} for {@code XModel} and {@code XView}
   */
  public static GenericWidget model(String module, String version, String name) {
    requireNonNull(name, "name is null");
    return new GenericWidget(
        new Names(
            requireNonNull(module, "module is null"),
            requireNonNull(version, "version is null"),
            name + "Model",
            module,
            name + "View"));
  }
}
