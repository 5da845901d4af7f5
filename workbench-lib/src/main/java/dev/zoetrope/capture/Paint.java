package dev.zoetrope.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The colours of the scenes, by the names that the embedded model has learnt. */
enum Paint {
  RED(220, 40, 40),
  GREEN(40, 170, 60),
  BLUE(50, 80, 220),
  YELLOW(235, 205, 40),
  PURPLE(150, 60, 190),
  ORANGE(240, 140, 30),
  WHITE(245, 245, 245),
  BLACK(15, 15, 15),
  GRAY(128, 128, 128),
  DARK(60, 62, 70),
  LIGHT(200, 200, 196);

  static final List<Paint> SHAPES = List.of(RED, GREEN, BLUE, YELLOW, PURPLE, ORANGE, WHITE, BLACK);
  static final List<Paint> BACKGROUNDS = List.of(GRAY, DARK, LIGHT);

  final int red;
  final int green;
  final int blue;

  Paint(int red, int green, int blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Paint named(String word) {
    return Arrays.stream(values()).filter(paint -> paint.word().equals(word)).findFirst().get();
  }

  static List<String> words(List<Paint> paints) {
    return paints.stream().map(Paint::word).toList();
  }
}
