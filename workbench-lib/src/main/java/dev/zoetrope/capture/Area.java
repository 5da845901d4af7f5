package dev.zoetrope.capture;

import dev.zoetrope.capture.Planes.Plane;

/**
 * Scales a plane by the mean of the area that a new pixel covers. In plain Java, so that the same
 * frame gives the same bytes on every machine.
 */
final class Area {
  private Area() {}

  static void scale(Plane from, Plane to) {
    Taps columns = Taps.between(from.width(), to.width());
    Taps rows = Taps.between(from.height(), to.height());
    float[] squeezed = new float[to.width() * from.height()];
    for (int y = 0; y < from.height(); y++) {
      for (int x = 0; x < to.width(); x++) {
        squeezed[y * to.width() + x] = across(from, y, columns, x);
      }
    }
    for (int y = 0; y < to.height(); y++) {
      for (int x = 0; x < to.width(); x++) {
        to.put(x, y, (byte) Math.round(down(squeezed, to.width(), x, rows, y)));
      }
    }
  }

  private static float across(Plane from, int y, Taps taps, int x) {
    float sum = 0;
    for (int i = taps.first[x]; i <= taps.last[x]; i++) {
      sum += (from.at(i, y) & 0xff) * taps.weight(x, i);
    }
    return sum;
  }

  private static float down(float[] squeezed, int width, int x, Taps taps, int y) {
    float sum = 0;
    for (int i = taps.first[y]; i <= taps.last[y]; i++) {
      sum += squeezed[i * width + x] * taps.weight(y, i);
    }
    return sum;
  }

  /** Which old pixels a new one covers, and by how much. */
  private record Taps(int[] first, int[] last, double scale) {
    static Taps between(int from, int to) {
      double scale = (double) from / to;
      int[] first = new int[to];
      int[] last = new int[to];
      for (int i = 0; i < to; i++) {
        first[i] = (int) Math.floor(i * scale + 1e-9);
        last[i] = Math.min(from - 1, (int) Math.ceil((i + 1) * scale - 1e-9) - 1);
      }
      return new Taps(first, last, scale);
    }

    float weight(int target, int source) {
      double left = Math.max(source, target * scale);
      double right = Math.min(source + 1.0, (target + 1) * scale);
      return (float) ((right - left) / scale);
    }
  }
}
