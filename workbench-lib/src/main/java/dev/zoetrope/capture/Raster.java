package dev.zoetrope.capture;

import java.util.Random;

/** A picture in red, green, blue while a scene draws it. Mutable, confined to one call. */
final class Raster {
  /** Whether a point, measured from the shape's centre, belongs to it. */
  @FunctionalInterface
  interface Outline {
    boolean holds(double dx, double dy);
  }

  private final int width;
  private final int height;
  private final float[] rgb;

  Raster(int width, int height, Paint background) {
    this.width = width;
    this.height = height;
    this.rgb = new float[width * height * 3];
    for (int pixel = 0; pixel < width * height; pixel++) {
      put(pixel, background);
    }
  }

  private void put(int pixel, Paint paint) {
    rgb[pixel * 3] = paint.red;
    rgb[pixel * 3 + 1] = paint.green;
    rgb[pixel * 3 + 2] = paint.blue;
  }

  /**
   * Fills a shape; lengths are shares of the shorter side.
   *
   * @param centre shares of width and height
   */
  void fill(Outline outline, Truth.Place centre, Paint paint) {
    double unit = Math.min(width, height);
    for (int y = 0; y < height; y++) {
      double dy = (y + 0.5 - centre.y() * height) / unit;
      for (int x = 0; x < width; x++) {
        if (outline.holds((x + 0.5 - centre.x() * width) / unit, dy)) {
          put(y * width + x, paint);
        }
      }
    }
  }

  /** Fills a box of pixels. */
  void box(int left, int top, int boxWidth, int boxHeight, Paint paint) {
    for (int y = Math.max(0, top); y < Math.min(height, top + boxHeight); y++) {
      for (int x = Math.max(0, left); x < Math.min(width, left + boxWidth); x++) {
        put(y * width + x, paint);
      }
    }
  }

  /** Adds a camera's grain. */
  void grain(double deviation, Random random) {
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] += (float) (random.nextGaussian() * deviation);
    }
  }

  /** As full-range BT.601, each chroma value the mean of up to four pixels. */
  Planes toPlanes() {
    Planes planes = Planes.blank(width, height);
    Planes.Plane luma = planes.plane(0);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        luma.put(x, y, rounded(weigh(x, y, 0.299, 0.587, 0.114)));
      }
    }
    chroma(planes.plane(1), -0.168736, -0.331264, 0.5);
    chroma(planes.plane(2), 0.5, -0.418688, -0.081312);
    return planes;
  }

  private void chroma(Planes.Plane plane, double red, double green, double blue) {
    for (int y = 0; y < plane.height(); y++) {
      for (int x = 0; x < plane.width(); x++) {
        int right = Math.min(width - 1, 2 * x + 1);
        int below = Math.min(height - 1, 2 * y + 1);
        double sum =
            weigh(2 * x, 2 * y, red, green, blue)
                + weigh(right, 2 * y, red, green, blue)
                + weigh(2 * x, below, red, green, blue)
                + weigh(right, below, red, green, blue);
        plane.put(x, y, rounded(128 + sum / 4));
      }
    }
  }

  private double weigh(int x, int y, double red, double green, double blue) {
    int at = (y * width + x) * 3;
    return red * clipped(rgb[at]) + green * clipped(rgb[at + 1]) + blue * clipped(rgb[at + 2]);
  }

  private static float clipped(float value) {
    return Math.max(0, Math.min(255, value));
  }

  private static byte rounded(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}
