package dev.zoetrope.capture;

import dev.zoetrope.media.EncodedImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** PNG by the Java platform. */
final class Png {
  private Png() {}

  static EncodedImage encode(Planes planes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(rgb(planes), "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return EncodedImage.of(bytes.toByteArray(), "image/png", planes.width(), planes.height());
  }

  static BufferedImage rgb(Planes planes) {
    BufferedImage image =
        new BufferedImage(planes.width(), planes.height(), BufferedImage.TYPE_INT_RGB);
    Planes.Plane luma = planes.plane(0);
    Planes.Plane blue = planes.plane(1);
    Planes.Plane red = planes.plane(2);
    for (int y = 0; y < planes.height(); y++) {
      for (int x = 0; x < planes.width(); x++) {
        image.setRGB(
            x,
            y,
            rgb(
                luma.at(x, y) & 0xff,
                (blue.at(x / 2, y / 2) & 0xff) - 128,
                (red.at(x / 2, y / 2) & 0xff) - 128));
      }
    }
    return image;
  }

  private static int rgb(int luma, int blue, int red) {
    return clip(luma + 1.402 * red) << 16
        | clip(luma - 0.344136 * blue - 0.714136 * red) << 8
        | clip(luma + 1.772 * blue);
  }

  private static int clip(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }
}
