package dev.zoetrope.kernel.widget;

import java.util.Map;

/** The kinds that are known by their type; apart, since an interface cannot keep it to itself. */
final class Kinds {
  static final Map<Class<?>, Kind<?>> BY_TYPE =
      Map.of(
          Integer.class, Kind.INTEGER,
          Long.class, Kind.LONG,
          Double.class, Kind.DOUBLE,
          Boolean.class, Kind.BOOLEAN,
          String.class, Kind.TEXT,
          byte[].class, Kind.BYTES);

  private Kinds() {}
}
