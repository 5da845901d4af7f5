package dev.zoetrope.capture;

/** Which sizes of pictures are read. */
final class SizeLimit {
  /** Four times the largest cameras; more does not fit an array. */
  private static final long MOST_PIXELS = 1L << 30;

  private SizeLimit() {}

  /**
   * @param name for messages
   * @throws SourceException if no array holds such a picture, or it has no pixel
   */
  static void require(String name, int width, int height) {
    if (width < 1 || height < 1) {
      throw new SourceException(
          "zero_size",
          name
              + " says that its pictures are "
              + width
              + "x"
              + height
              + " pixels: record or convert it again.");
    }
    if ((long) width * height > MOST_PIXELS) {
      throw new SourceException(
          "unsupported",
          name + " has pictures of " + width + "x" + height + " pixels: make them smaller first.");
    }
  }
}
