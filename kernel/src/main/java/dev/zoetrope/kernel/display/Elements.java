package dev.zoetrope.kernel.display;

import java.lang.reflect.Array;
import java.util.AbstractList;

/** An array of any type as a list. */
final class Elements extends AbstractList<Object> {
  private final Object array;

  Elements(Object array) {
    this.array = array;
  }

  @Override
  public Object get(int index) {
    return Array.get(array, index);
  }

  @Override
  public int size() {
    return Array.getLength(array);
  }
}
