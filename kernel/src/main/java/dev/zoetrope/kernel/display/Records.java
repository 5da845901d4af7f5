package dev.zoetrope.kernel.display;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes records apart. */
final class Records {
  private Records() {}

  static List<String> names(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  /**
   * The values of its components.
   *
   * @throws ReflectiveOperationException if an accessor fails
   */
  static List<@Nullable Object> values(Object value) throws ReflectiveOperationException {
    List<@Nullable Object> values = new ArrayList<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Method accessor = component.getAccessor();
      // Each look at a record gives new accessors, closed again.
      boolean unused = accessor.trySetAccessible();
      values.add(accessor.invoke(value));
    }
    return values;
  }

  /** Whether it may be taken apart, and whoever wrote it has given it no text of its own. */
  static boolean isPlain(Object value) {
    Class<?> type = value.getClass();
    return type.isRecord()
        && type.getRecordComponents().length > 0
        && Arrays.stream(type.getRecordComponents()).allMatch(Records::isOpen)
        && value.toString().startsWith(type.getSimpleName() + "[" + names(type).get(0) + "=");
  }

  private static boolean isOpen(RecordComponent component) {
    Method accessor = component.getAccessor();
    return accessor.trySetAccessible();
  }
}
