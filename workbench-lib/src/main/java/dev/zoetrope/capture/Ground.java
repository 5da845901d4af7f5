package dev.zoetrope.capture;

/**
 * What is behind the shapes.
 *
 * @param second the other colour of a ramp or a pattern
 * @param cell how wide a square or a stripe is, in 1/4096 of the shorter side
 * @param floor where a floor begins, in 1/4096 of the height; {@link #NO_FLOOR} without one
 */
record Ground(Pattern pattern, Paint first, Paint second, int cell, int floor) {
  static final int NO_FLOOR = 4096;

  /** How two colours share a picture. */
  enum Pattern {
    PLAIN,
    ACROSS,
    DOWN,
    CHECKER,
    STRIPES
  }

  static Ground plain(Paint paint) {
    return new Ground(Pattern.PLAIN, paint, paint, 512, NO_FLOOR);
  }

  static Ground floored(Paint paint, int floor) {
    return new Ground(Pattern.PLAIN, paint, paint, 512, floor);
  }

  /** Onto a raster of the first colour, as a camera sees it that has panned so far. */
  void draw(Raster raster, int panX, int panY) {
    switch (pattern) {
      case PLAIN -> {}
      case ACROSS -> raster.ramp(first, second, true);
      case DOWN -> raster.ramp(first, second, false);
      case CHECKER, STRIPES -> pattern(raster, panX, panY);
    }
    if (floor < NO_FLOOR) {
      int top = floor * raster.height() >> 12;
      Paint paint = first == Paint.DARK ? Paint.GRAY : Paint.DARK;
      raster.box(0, top, raster.width(), raster.height() - top, paint);
    }
  }

  private void pattern(Raster raster, int panX, int panY) {
    int side = cell * Math.min(raster.width(), raster.height()) >> 4;
    int right = panX * raster.width() >> 4;
    int down = panY * raster.height() >> 4;
    for (int y = 0; y < raster.height(); y++) {
      int row = pattern == Pattern.CHECKER ? Math.floorDiv(256 * y + 128 + down, side) : 0;
      for (int x = 0; x < raster.width(); x++) {
        if ((row + Math.floorDiv(256 * x + 128 + right, side) & 1) == 1) {
          raster.box(x, y, 1, 1, second);
        }
      }
    }
  }
}
