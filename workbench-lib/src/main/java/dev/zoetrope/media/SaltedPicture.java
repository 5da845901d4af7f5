package dev.zoetrope.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * The same picture to the eye, another one to a cache: the last corner's pixels get a little noise.
 * A JPEG keeps its own quantisation tables, so that the rest loses next to nothing.
 */
final class SaltedPicture {
  /** A JPEG's block. */
  private static final int CORNER = 8;

  /** Enough to survive a JPEG's quantisation. */
  private static final int NOISE = 24;

  private SaltedPicture() {}

  static EncodedImage of(EncodedImage picture, long salt) {
    try (ImageInputStream in =
        ImageIO.createImageInputStream(new ByteArrayInputStream(picture.bytes()))) {
      ImageReader reader = ImageIO.getImageReaders(in).next();
      try {
        reader.setInput(in);
        IIOImage whole = new IIOImage(reader.read(0), null, reader.getImageMetadata(0));
        sprinkle((BufferedImage) whole.getRenderedImage(), new Random(salt));
        return EncodedImage.of(
            written(reader, whole), picture.mime(), picture.width(), picture.height());
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a picture that was whole cannot be decoded any more", e);
    }
  }

  private static void sprinkle(BufferedImage pixels, Random noise) {
    for (int y = Math.max(0, pixels.getHeight() - CORNER); y < pixels.getHeight(); y++) {
      for (int x = Math.max(0, pixels.getWidth() - CORNER); x < pixels.getWidth(); x++) {
        pixels.setRGB(x, y, near(pixels.getRGB(x, y), noise.nextInt(2 * NOISE + 1) - NOISE));
      }
    }
  }

  private static int near(int rgb, int change) {
    return rgb & 0xFF000000
        | bounded((rgb >> 16 & 0xFF) + change) << 16
        | bounded((rgb >> 8 & 0xFF) + change) << 8
        | bounded((rgb & 0xFF) + change);
  }

  private static int bounded(int value) {
    return Math.max(0, Math.min(255, value));
  }

  private static byte[] written(ImageReader reader, IIOImage whole) throws IOException {
    ImageWriter writer = ImageIO.getImageWriter(reader);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam likeBefore = writer.getDefaultWriteParam();
      writer.write(null, whole, likeBefore);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
