package dev.zoetrope.capture;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.Frame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Compares pictures. */
final class Pictures {
  private Pictures() {}

  static BufferedImage decode(EncodedImage image) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(image.bytes()));
  }

  static BufferedImage rgb(Frame frame) {
    return Png.rgb(Planes.of(frame));
  }

  /** Peak signal to noise in decibels over all three colours. */
  static double psnr(BufferedImage a, BufferedImage b) {
    double sum = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          double d = (a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff);
          sum += d * d;
        }
      }
    }
    double mean = sum / (3.0 * a.getWidth() * a.getHeight());
    return mean == 0 ? 99 : 10 * Math.log10(255 * 255 / mean);
  }

  /** Mean difference of one colour value, 0 to 255. */
  static double meanError(BufferedImage a, BufferedImage b) {
    double sum = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff));
        }
      }
    }
    return sum / (3.0 * a.getWidth() * a.getHeight());
  }
}
