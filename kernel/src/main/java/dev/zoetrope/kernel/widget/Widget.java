package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.kernel.display.Screen;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something live on the page. It is made anywhere and becomes known to pages when it is first
 * shown: as the last value of a cell, by {@code display(widget)}, or inside another widget.
 *
 * <p>Thread-safe. Its listeners run on the comms' thread, also while a cell runs; what they print
 * and show goes to the cell that first showed the widget.
 */
public abstract class Widget {
  private final Model model = new Model();
  private @Nullable Layout layout;
  private @Nullable Models models;

  Widget(Names names) {
    names.state().forEach(model::set);
  }

  Model model() {
    return model;
  }

  /** The id under which pages know it. */
  public final String id() {
    return model.id();
  }

  /**
   * Shares one more value with the pages.
   *
   * @param key its name in the page
   * @param initial its value now, which also gives its type
   */
  public final <T> Trait<T> trait(String key, T initial) {
    requireNonNull(initial, "initial is null");
    return new Trait<>(model, requireNonNull(key, "key is null"), Kind.like(initial), initial);
  }

  <T> Trait<T> trait(String key, T initial, Kind<T> kind) {
    return new Trait<>(model, key, kind, initial);
  }

  /** Sets any key of the page's model, for what has no method here. */
  public final void set(String key, Object value) {
    requireNonNull(key, "key is null");
    model.set(key, requireNonNull(value, "value is null"));
  }

  /**
   * Sends a message to the widget's code in all pages; nobody hears it before it is first shown.
   */
  public final void send(Map<String, Object> content, byte[]... buffers) {
    model.send(requireNonNull(content, "content is null"), List.of(buffers));
  }

  /** Hears the messages that the widget's code in a page sends. */
  public final void onMessage(CommListener listener) {
    model.onMessage(requireNonNull(listener, "listener is null"));
  }

  /** Who hears a message of the page. */
  List<CommListener> hearing(Map<String, Object> content) {
    return model.messageListeners();
  }

  /** How much room it takes. */
  public final synchronized Layout layout() {
    if (layout == null) {
      layout = new Layout();
      model.set("layout", layout);
    }
    return layout;
  }

  /** Removes it from all pages. */
  public synchronized void close() {
    if (models != null) {
      models.close(this);
      models = null;
    }
  }

  /** Called once pages know it. */
  synchronized void wasOpened(Models by, Screen screen) {
    models = by;
  }

  /** What is shown where nothing is live. */
  String text() {
    return getClass().getSimpleName();
  }

  /** The same as HTML, with everything from outside escaped. */
  String html() {
    return "<code>" + Html.escape(text()) + "</code>";
  }

  @Override
  public final String toString() {
    return text();
  }
}
