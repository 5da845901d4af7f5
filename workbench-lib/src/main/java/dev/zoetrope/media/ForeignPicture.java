package dev.zoetrope.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** What bytes of unknown origin really hold, found out by decoding them. */
record ForeignPicture(String mime, int width, int height) {
  /** Decoding takes four bytes a pixel. */
  private static final long MOST_PIXELS = 100_000_000;

  static ForeignPicture of(byte[] bytes) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw refused("are no picture that can be read", null);
      }
      return read(readers.next(), in, bytes);
    } catch (IOException | IndexOutOfBoundsException e) {
      throw refused("are a damaged picture", e);
    }
  }

  private static ForeignPicture read(ImageReader reader, ImageInputStream in, byte[] bytes)
      throws IOException {
    try {
      reader.setInput(in, true, true);
      String format = reader.getFormatName().toLowerCase(Locale.ROOT);
      if (!format.equals("jpeg") && !format.equals("png")) {
        throw refused("are a " + format + ", not a JPEG or PNG", null);
      }
      if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
        throw refused("are a picture of more than 100 megapixels", null);
      }
      BufferedImage image = reader.read(0);
      if (PictureEnd.isMissing(bytes)) {
        throw refused("are only the beginning of a picture", null);
      }
      return new ForeignPicture("image/" + format, image.getWidth(), image.getHeight());
    } finally {
      reader.dispose();
    }
  }

  private static IllegalArgumentException refused(String why, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "These bytes " + why + "; give a whole JPEG or PNG.", cause);
  }
}
