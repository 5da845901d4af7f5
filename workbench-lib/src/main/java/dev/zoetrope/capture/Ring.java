package dev.zoetrope.capture;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/** The last pictures of a live source, within a budget of bytes. Guarded by its source's bell. */
final class Ring {
  private final Duration hold;
  private final long budget;
  private final Deque<NativeFrame> held = new ArrayDeque<>();
  private long bytes;

  Ring(Duration hold, long budget) {
    this.hold = hold;
    this.budget = budget;
  }

  /** Takes over one hold of the picture. */
  void add(NativeFrame frame) {
    held.addLast(frame);
    bytes += frame.bytes();
    while (held.size() > 1 && (bytes > budget || span().compareTo(hold) > 0)) {
      evict();
    }
  }

  private void evict() {
    NativeFrame oldest = held.removeFirst();
    bytes -= oldest.bytes();
    oldest.letGo();
  }

  private Duration span() {
    return held.getLast().facts().time().minus(held.getFirst().facts().time());
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  Duration oldestTime() {
    return held.getFirst().facts().time();
  }

  Duration newestTime() {
    return held.getLast().facts().time();
  }

  /** A hold of the newest picture, which the caller lets go. */
  Optional<NativeFrame> newest() {
    return Optional.ofNullable(held.peekLast()).map(NativeFrame::share);
  }

  /** A hold of the picture shown at a time; empty while that time has not come, or is gone. */
  Optional<NativeFrame> shownAt(Duration time) {
    if (held.isEmpty() || held.getLast().facts().time().compareTo(time) < 0) {
      return Optional.empty();
    }
    Iterator<NativeFrame> newestFirst = held.descendingIterator();
    while (newestFirst.hasNext()) {
      NativeFrame frame = newestFirst.next();
      if (frame.facts().time().compareTo(time) <= 0) {
        return Optional.of(frame.share());
      }
    }
    return Optional.empty();
  }

  void clear() {
    while (!held.isEmpty()) {
      evict();
    }
  }
}
