package dev.zoetrope.backend;

/**
 * How one picture is divided into squares for the vision encoder.
 *
 * @param width pixels to which it is resized first
 * @param height pixels to which it is resized first
 * @param rows of tiles; 0 if the encoder sees the picture once, as a whole
 * @param columns of tiles; 0 with 0 rows
 */
record EmbeddedTiles(int width, int height, int rows, int columns) {
  boolean isWhole() {
    return rows == 0;
  }

  /** All that the encoder sees: the tiles row by row, and then the whole. */
  int squares() {
    return rows * columns + 1;
  }
}
