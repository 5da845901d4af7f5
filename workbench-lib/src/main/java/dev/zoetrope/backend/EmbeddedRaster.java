package dev.zoetrope.backend;

/**
 * Pixels as three bytes each, red, green, blue, row by row.
 *
 * @param rgb width x height x 3 bytes, not copied
 */
record EmbeddedRaster(int width, int height, byte[] rgb) {
  EmbeddedRaster {
    if (rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "not " + width + "x" + height + " pixels: " + rgb.length + " bytes");
    }
  }

  /** A square part; this one if it is all. */
  EmbeddedRaster square(int left, int top, int side) {
    if (side == width && side == height) {
      return this;
    }
    byte[] part = new byte[side * side * 3];
    for (int y = 0; y < side; y++) {
      System.arraycopy(rgb, ((top + y) * width + left) * 3, part, y * side * 3, side * 3);
    }
    return new EmbeddedRaster(side, side, part);
  }
}
