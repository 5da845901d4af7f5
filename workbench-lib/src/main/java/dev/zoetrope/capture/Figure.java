package dev.zoetrope.capture;

import java.util.List;

/** The shapes of the scenes, as large as the embedded model has learnt them. */
enum Figure {
  CIRCLE,
  SQUARE,
  TRIANGLE;

  static final List<String> WORDS = List.of("circle", "square", "triangle");
  static final List<String> SIZES = List.of("small", "large");

  static Figure named(String word) {
    return values()[WORDS.indexOf(word)];
  }

  String word() {
    return WORDS.get(ordinal());
  }

  /** In 1/4096 of the picture's shorter side. */
  static int radius(String size) {
    return size.equals("small") ? 330 : 610;
  }

  /**
   * Whether a point belongs to the shape; all in one unit.
   *
   * @param dx right of the centre
   * @param dy below the centre
   */
  boolean holds(long dx, long dy, long radius) {
    return switch (this) {
      case CIRCLE -> dx * dx + dy * dy < radius * radius;
      case SQUARE -> Math.abs(dx) * 10 < 9 * radius && Math.abs(dy) * 10 < 9 * radius;
      case TRIANGLE ->
          100 * dy < 85 * radius
              && 100 * dy > -95 * radius
              && Math.abs(dx) * 10000 < 58 * (100 * dy + 95 * radius);
    };
  }
}
