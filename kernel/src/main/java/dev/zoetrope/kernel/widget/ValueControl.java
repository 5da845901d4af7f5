package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * A control with a value that both the kernel and the page can change. Thread-safe.
 *
 * @param <T> the value's type
 * @param <C> the control's own type, which its setters return
 */
public abstract class ValueControl<T, C extends ValueControl<T, C>> extends Control<C> {
  private final Trait<T> value;

  ValueControl(
      String name, String styleName, String colorKey, String key, T initial, Kind<T> kind) {
    super(name, styleName, colorKey);
    this.value = trait(key, initial, kind);
  }

  /** The value now. */
  public final T value() {
    return value.get();
  }

  /** Changes the value, here and on the page. */
  public final C value(T to) {
    check(requireNonNull(to, "value is null"));
    value.set(to);
    return self();
  }

  /**
   * Throws if the control cannot have this value.
   *
   * @throws IllegalArgumentException with a sentence that says what it can have
   */
  void check(T to) {}

  /**
   * Calls this with each new value: on the comms' thread where the page made it, else on the thread
   * that did.
   */
  public final C onChange(Consumer<? super T> listener) {
    var unused = value.onChange(listener);
    return self();
  }

  @Override
  String text() {
    return label().isEmpty() ? String.valueOf(value()) : label() + ": " + value();
  }
}
