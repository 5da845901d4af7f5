package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * One value of a widget that the kernel and its pages share. Thread-safe.
 *
 * @param <T> its Java type: {@code Integer}, {@code Long}, {@code Double}, {@code Boolean}, {@code
 *     String}, {@code byte[]}, a {@code List} or {@code Map} of these, or a widget
 */
public final class Trait<T> {
  private final Model model;
  private final String key;
  private final Kind<T> kind;

  Trait(Model model, String key, Kind<T> kind, T initial) {
    this.model = model;
    this.key = key;
    this.kind = kind;
    model.declare(key, kind);
    model.set(key, kind.write(initial));
  }

  /** The value now. */
  public T get() {
    return kind.read(model.get(key));
  }

  /** Changes the value here and in all pages; an equal value changes nothing. */
  public void set(T value) {
    model.set(key, kind.write(requireNonNull(value, () -> key + " is null")));
  }

  /**
   * Calls this after each change: on the comms' thread where a page made it, else on the thread
   * that did.
   */
  public Trait<T> onChange(Consumer<? super T> listener) {
    requireNonNull(listener, "listener is null");
    model.onChange(key, () -> listener.accept(get()));
    return this;
  }
}
