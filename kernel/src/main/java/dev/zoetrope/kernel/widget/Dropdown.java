package dev.zoetrope.kernel.widget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of several values, shown by their {@code toString()}. Thread-safe.
 *
 * @param <T> the values' type
 */
public final class Dropdown<T> extends ValueControl<T, Dropdown<T>> {
  private final List<T> options;

  Dropdown(String label, List<T> options) {
    super("Dropdown", "DescriptionStyle", "background", "index", options.get(0), index(options));
    this.options = options;
    set("_options_labels", options.stream().map(String::valueOf).toList());
    label(label);
  }

  private static <T> Kind<T> index(List<T> options) {
    return new Kind<>() {
      @Override
      public T read(@Nullable Object raw) {
        int index = Kind.INTEGER.read(raw);
        if (index < 0 || index >= options.size()) {
          throw new IllegalArgumentException("there is no option " + index);
        }
        return options.get(index);
      }

      @Override
      public Object write(T value) {
        return options.indexOf(value);
      }
    };
  }

  @Override
  void check(T to) {
    if (!options.contains(to)) {
      throw new IllegalArgumentException(to + " is none of " + options);
    }
  }
}
