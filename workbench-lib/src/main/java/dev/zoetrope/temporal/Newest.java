package dev.zoetrope.temporal;

import dev.zoetrope.media.Frame;
import java.util.Comparator;
import java.util.List;

/** The newest of several frames by the source's own time; of equal ones the last. */
final class Newest {
  private Newest() {}

  static Frame of(List<Frame> frames) {
    return frames.stream().max(Comparator.comparing(Frame::time)).orElseThrow();
  }

  static long capturedAt(List<Frame> frames) {
    return of(frames).capturedAtNanos();
  }
}
