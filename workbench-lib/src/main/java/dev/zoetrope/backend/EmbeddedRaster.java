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
}
