package dev.zoetrope.capture;

/**
 * One shape of a {@link Stage}, in whole numbers: places and ways are 1/4096 of the picture's width
 * and height, times 1/65536 of the film.
 *
 * @param x where it starts
 * @param y where it starts
 * @param dx how far it glides over the film
 * @param dy how far it glides over the film
 * @param bounces how often it falls by {@code drop} and comes back
 * @param drop how far down that is
 * @param enters when it can first be seen
 * @param leaves when it can no longer be seen
 */
record Actor(
    Paint paint,
    Figure figure,
    String size,
    int x,
    int y,
    int dx,
    int dy,
    int bounces,
    int drop,
    int enters,
    int leaves) {
  /** The film's end. */
  static final int END = 65536;

  /** Glides, or rests when it has no way to go. */
  static Actor gliding(Paint paint, Figure figure, String size, int x, int y, int dx, int dy) {
    return new Actor(paint, figure, size, x, y, dx, dy, 0, 0, 0, END + 1);
  }

  /** Falls to the ground and bounces back so often. */
  static Actor bouncing(
      Paint paint, Figure figure, String size, int x, int y, int bounces, int drop) {
    return new Actor(paint, figure, size, x, y, 0, 0, bounces, drop, 0, END + 1);
  }

  /** The same, but seen in a part of the film only. */
  Actor between(int first, int end) {
    return new Actor(paint, figure, size, x, y, dx, dy, bounces, drop, first, end);
  }

  boolean still() {
    return dx == 0 && dy == 0 && bounces == 0;
  }

  boolean visible(int progress) {
    return enters <= progress && progress < leaves;
  }

  /** In the world, over which a camera may pan. */
  int xAt(int progress) {
    return x + Stage.share(dx, progress);
  }

  /** In the world. */
  int yAt(int progress) {
    return y + Stage.share(dy, progress) + (bounces > 0 ? fallen(progress) : 0);
  }

  /** A parabola that touches the ground at 0.5, 1.5, … bounces. */
  private int fallen(int progress) {
    long off = (long) bounces * progress % END - END / 2;
    return drop - (int) (drop * (4 * off * off >> 16) >> 16);
  }

  /** As people say it. */
  String direction() {
    if (bounces > 0) {
      return "bounces";
    }
    if (still()) {
      return "none";
    }
    return dx > 0 ? "right" : dx < 0 ? "left" : dy > 0 ? "down" : "up";
  }
}
