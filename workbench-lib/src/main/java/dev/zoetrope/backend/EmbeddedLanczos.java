package dev.zoetrope.backend;

import java.util.Arrays;

/**
 * Lanczos resampling with three lobes that gives the bytes of Pillow 13, which the model family is
 * preprocessed with: two passes, weights in 22-bit fixed point, bytes in between. Thread-safe.
 */
final class EmbeddedLanczos {
  private static final int LOBES = 3;

  /** 32 bits less 8 of the pixel less 2 for what overshoots. */
  private static final int BITS = 22;

  private EmbeddedLanczos() {}

  /**
   * The picture in another size; itself if it has that size.
   *
   * @param stop is asked once a row
   */
  static EmbeddedRaster resize(EmbeddedRaster from, int width, int height, EmbeddedStop stop) {
    return columnsFirst(from, width, height)
        ? rows(columns(from, height, stop), width, stop)
        : columns(rows(from, width, stop), height, stop);
  }

  /** The passes are not the same in another order, for the first one clips what overshoots. */
  private static boolean columnsFirst(EmbeddedRaster from, int width, int height) {
    int lower = from.height() - height;
    return lower > 0 && lower > 2 * (from.width() - width);
  }

  private static EmbeddedRaster rows(EmbeddedRaster from, int width, EmbeddedStop stop) {
    if (from.width() == width) {
      return from;
    }
    Taps[] taps = taps(from.width(), width);
    byte[] out = new byte[width * from.height() * 3];
    for (int y = 0; y < from.height(); y++) {
      stop.check();
      for (int x = 0; x < width; x++) {
        int at = (y * from.width() + taps[x].first) * 3;
        pixel(from.rgb(), at, 3, taps[x].weights, out, (y * width + x) * 3);
      }
    }
    return new EmbeddedRaster(width, from.height(), out);
  }

  private static EmbeddedRaster columns(EmbeddedRaster from, int height, EmbeddedStop stop) {
    if (from.height() == height) {
      return from;
    }
    Taps[] taps = taps(from.height(), height);
    int width = from.width();
    byte[] out = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      stop.check();
      for (int x = 0; x < width; x++) {
        int at = (taps[y].first * width + x) * 3;
        pixel(from.rgb(), at, width * 3, taps[y].weights, out, (y * width + x) * 3);
      }
    }
    return new EmbeddedRaster(width, height, out);
  }

  private static void pixel(byte[] in, int at, int stride, int[] weights, byte[] out, int to) {
    int red = 1 << (BITS - 1);
    int green = red;
    int blue = red;
    int from = at;
    for (int weight : weights) {
      red += (in[from] & 0xff) * weight;
      green += (in[from + 1] & 0xff) * weight;
      blue += (in[from + 2] & 0xff) * weight;
      from += stride;
    }
    out[to] = clip(red);
    out[to + 1] = clip(green);
    out[to + 2] = clip(blue);
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> BITS));
  }

  private static Taps[] taps(int from, int to) {
    Taps[] taps = new Taps[to];
    Arrays.setAll(taps, i -> taps(from, (double) from / to, i));
    return taps;
  }

  private static Taps taps(int from, double scale, int i) {
    double stretch = Math.max(scale, 1);
    double centre = (i + 0.5) * scale;
    int first = Math.max(0, (int) (centre - LOBES * stretch + 0.5));
    int last = Math.min(from, (int) (centre + LOBES * stretch + 0.5));
    double[] weights = new double[last - first];
    Arrays.setAll(weights, k -> lanczos((first + k - centre + 0.5) / stretch));
    double sum = Arrays.stream(weights).sum();
    return new Taps(first, Arrays.stream(weights).mapToInt(w -> fixed(w / sum)).toArray());
  }

  private static int fixed(double weight) {
    return (int) (weight * (1 << BITS) + (weight < 0 ? -0.5 : 0.5));
  }

  private static double lanczos(double x) {
    return x >= -LOBES && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
  }

  private record Taps(int first, int[] weights) {}
}
