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

  /** In shares of the picture's shorter side. */
  static double radius(String size) {
    return (size.equals("small") ? 0.13 : 0.24) * 0.62;
  }

  Raster.Outline outline(double radius) {
    return switch (this) {
      case CIRCLE -> (dx, dy) -> dx * dx + dy * dy < radius * radius;
      case SQUARE -> (dx, dy) -> Math.abs(dx) < radius * 0.9 && Math.abs(dy) < radius * 0.9;
      case TRIANGLE ->
          (dx, dy) ->
              dy < radius * 0.85
                  && dy > -radius * 0.95
                  && Math.abs(dx) < (dy + radius * 0.95) * 0.58;
    };
  }
}
