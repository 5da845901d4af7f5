package dev.zoetrope.capture;

import dev.zoetrope.media.Frame;

/** Reads the number off a picture of {@code synthetic:counter}. */
final class Counted {
  private Counted() {}

  static int number(Frame frame) {
    int number = 0;
    for (int bit = 0; bit < 16; bit++) {
      int x = (bit % 4 * 2 + 1) * frame.width() / 8;
      int y = (bit / 4 * 2 + 1) * frame.height() / 8;
      number = number << 1 | ((frame.i420()[y * frame.width() + x] & 0xff) > 128 ? 1 : 0);
    }
    return number;
  }
}
