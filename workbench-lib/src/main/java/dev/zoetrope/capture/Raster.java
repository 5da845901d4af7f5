package dev.zoetrope.capture;

/**
 * A picture in red, green, blue while a scene draws it; whole numbers only. Mutable, confined to
 * one call.
 */
final class Raster {
  /**
   * A place in 1/256 of a pixel.
   *
   * @param x from the left edge
   * @param y from the upper edge
   */
  record Spot(int x, int y) {
    /** From 1/4096 of width and height. */
    static Spot of(Raster raster, int x, int y) {
      return new Spot((int) ((long) x * raster.width >> 4), (int) ((long) y * raster.height >> 4));
    }

    /** From shares of width and height. */
    static Spot of(Raster raster, Truth.Place place) {
      return new Spot(
          (int) Math.round(place.x() * raster.width * 256),
          (int) Math.round(place.y() * raster.height * 256));
    }
  }

  private final int width;
  private final int height;
  private final int[] rgb;

  Raster(int width, int height, Paint background) {
    this.width = width;
    this.height = height;
    this.rgb = new int[width * height * 3];
    box(0, 0, width, height, background);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** 0 red, 1 green, 2 blue. */
  int at(int x, int y, int colour) {
    return rgb[(y * width + x) * 3 + colour];
  }

  private void put(int pixel, int red, int green, int blue) {
    rgb[pixel * 3] = red;
    rgb[pixel * 3 + 1] = green;
    rgb[pixel * 3 + 2] = blue;
  }

  /**
   * Fills a shape.
   *
   * @param radius in 1/4096 of the shorter side
   */
  void fill(Figure figure, Spot centre, int radius, Paint paint) {
    int reach = (int) ((long) radius * Math.min(width, height) >> 4);
    int top = Math.max(0, Math.floorDiv(centre.y - reach, 256));
    int left = Math.max(0, Math.floorDiv(centre.x - reach, 256));
    int bottom = Math.min(height, Math.floorDiv(centre.y + reach, 256) + 1);
    int right = Math.min(width, Math.floorDiv(centre.x + reach, 256) + 1);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        if (figure.holds(256 * x + 128 - centre.x, 256 * y + 128 - centre.y, reach)) {
          put(y * width + x, paint.red, paint.green, paint.blue);
        }
      }
    }
  }

  /** Fills a box of pixels. */
  void box(int left, int top, int boxWidth, int boxHeight, Paint paint) {
    for (int y = Math.max(0, top); y < Math.min(height, top + boxHeight); y++) {
      for (int x = Math.max(0, left); x < Math.min(width, left + boxWidth); x++) {
        put(y * width + x, paint.red, paint.green, paint.blue);
      }
    }
  }

  /** Fills all with colours from the first to the second, from the left or from above. */
  void ramp(Paint first, Paint second, boolean across) {
    int length = across ? width : height;
    for (int pixel = 0; pixel < width * height; pixel++) {
      int step = 2 * (across ? pixel % width : pixel / width) + 1;
      put(
          pixel,
          first.red + Math.floorDiv((second.red - first.red) * step, 2 * length),
          first.green + Math.floorDiv((second.green - first.green) * step, 2 * length),
          first.blue + Math.floorDiv((second.blue - first.blue) * step, 2 * length));
    }
  }

  /**
   * Adds a camera's grain, the same for the same seed and picture.
   *
   * @param most a colour differs by at most so much; 0 for none
   */
  Raster grained(int most, long seed, int index) {
    long state = Dice.mix(seed * Dice.GAMMA + index);
    for (int pixel = 0; most > 0 && pixel < width * height; pixel++) {
      long bits = Dice.mix(state + (pixel + 1) * Dice.GAMMA);
      for (int colour = 0; colour < 3; colour++) {
        int pair = (int) (bits >>> 16 * colour & 255) + (int) (bits >>> 16 * colour + 8 & 255);
        int at = pixel * 3 + colour;
        rgb[at] = Math.max(0, Math.min(255, rgb[at] + ((pair - 255) * most >> 8)));
      }
    }
    return this;
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
    return red * at(x, y, 0) + green * at(x, y, 1) + blue * at(x, y, 2);
  }

  private static byte rounded(double value) {
    return (byte) Math.max(0, Math.min(255, Math.round(value)));
  }
}
