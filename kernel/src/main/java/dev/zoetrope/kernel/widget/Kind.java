package dev.zoetrope.kernel.widget;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a Java type travels: pages send one sort of number only, and may send anything.
 *
 * @param <T> the Java type
 */
interface Kind<T> {
  /**
   * The Java value of what lies in the state.
   *
   * @throws IllegalArgumentException if it is none of this kind
   */
  T read(@Nullable Object raw);

  /** What is put into the state: JSON, bytes or widgets. */
  default @Nullable Object write(T value) {
    return value;
  }

  /**
   * The same, refusing some values.
   *
   * @param check throws an {@link IllegalArgumentException} for those
   */
  default Kind<T> checked(Consumer<? super T> check) {
    Kind<T> all = this;
    return new Kind<>() {
      @Override
      public T read(@Nullable Object raw) {
        T value = all.read(raw);
        check.accept(value);
        return value;
      }

      @Override
      public @Nullable Object write(T value) {
        return all.write(value);
      }
    };
  }

  Kind<Integer> INTEGER = raw -> number(raw).intValue();
  Kind<Long> LONG = raw -> number(raw).longValue();
  Kind<Double> DOUBLE =
      new Kind<>() {
        @Override
        public Double read(@Nullable Object raw) {
          return number(raw).doubleValue();
        }

        @Override
        public Object write(Double value) {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " cannot be shown: it is no finite number");
          }
          return value;
        }
      };
  Kind<Boolean> BOOLEAN = raw -> cast(Boolean.class, raw);
  Kind<String> TEXT = raw -> cast(String.class, raw);
  Kind<byte[]> BYTES = raw -> cast(byte[].class, raw);

  /** The kind of values like this one. */
  @SuppressWarnings("unchecked")
  static <T> Kind<T> like(T sample) {
    Class<?> type = kept(sample);
    Kind<?> known = Kinds.BY_TYPE.get(type);
    return known == null ? raw -> (T) cast(type, raw) : (Kind<T>) known;
  }

  private static Class<?> kept(Object sample) {
    if (sample instanceof List) {
      return List.class;
    }
    return sample instanceof Map ? Map.class : sample.getClass();
  }

  private static Number number(@Nullable Object raw) {
    return cast(Number.class, raw);
  }

  private static <T> T cast(Class<T> type, @Nullable Object raw) {
    if (!type.isInstance(raw)) {
      throw new IllegalArgumentException(raw + " is no " + type.getSimpleName());
    }
    return type.cast(raw);
  }
}
