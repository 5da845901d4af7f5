package dev.zoetrope.capture;

/** Full range squeezed into the 16 to 235 that video files carry by habit. */
final class Limited {
  private Limited() {}

  static Planes of(Planes full) {
    byte[] squeezed = new byte[full.i420().length];
    int luma = full.width() * full.height();
    for (int i = 0; i < squeezed.length; i++) {
      int value = full.i420()[i] & 0xff;
      double out = i < luma ? 16 + value * 219 / 255.0 : 128 + (value - 128) * 224 / 255.0;
      squeezed[i] = (byte) Math.round(out);
    }
    return new Planes(full.width(), full.height(), squeezed);
  }
}
