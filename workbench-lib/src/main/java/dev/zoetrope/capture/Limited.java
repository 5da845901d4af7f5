package dev.zoetrope.capture;

/** Full range squeezed into the 16 to 235 that video files carry by habit. */
final class Limited {
  private static final int VALUES = 256;

  private Limited() {}

  static Planes of(Planes full) {
    byte[] squeezed = full.i420().clone();
    int luma = full.width() * full.height();
    map(squeezed, 0, luma, table(16, 0, 219));
    map(squeezed, luma, squeezed.length, table(128, 128, 224));
    return new Planes(full.width(), full.height(), squeezed);
  }

  private static byte[] table(int base, int zero, int span) {
    byte[] table = new byte[VALUES];
    for (int value = 0; value < VALUES; value++) {
      table[value] = (byte) Math.round(base + (value - zero) * span / 255.0);
    }
    return table;
  }

  private static void map(byte[] bytes, int from, int to, byte[] table) {
    for (int i = from; i < to; i++) {
      bytes[i] = table[bytes[i] & 0xff];
    }
  }
}
