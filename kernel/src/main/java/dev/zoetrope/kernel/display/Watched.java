package dev.zoetrope.kernel.display;

import java.util.Iterator;

/** Elements that move a bar as they are taken. */
final class Watched<T> implements Iterator<T> {
  private final Iterator<T> elements;
  private final Progress progress;
  private boolean begun;

  Watched(Iterator<T> elements, Progress progress) {
    this.elements = elements;
    this.progress = progress;
  }

  /** Asking for the next one means that the last one is done. */
  @Override
  public boolean hasNext() {
    if (begun) {
      begun = false;
      progress.step();
    }
    boolean more = elements.hasNext();
    if (!more) {
      progress.close();
    }
    return more;
  }

  @Override
  public T next() {
    T next = elements.next();
    begun = true;
    return next;
  }
}
