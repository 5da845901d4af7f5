package dev.zoetrope.backend;

import dev.zoetrope.media.EncodedImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Pictures whose truth is known: one large circle on grey. No two that it draws have the same
 * pixels, so that no cache takes one for another.
 */
final class ProofPictures {
  /** Small, so that 64 of them are cheap; large enough for any model to see a colour. */
  static final int SIZE = 128;

  private static final int GREY = 0xBFBFBF;
  private static final Map<String, Color> COLOURS =
      Map.of(
          "red",
          Color.RED,
          "green",
          new Color(0, 160, 0),
          "blue",
          Color.BLUE,
          "yellow",
          Color.YELLOW);

  private final Random noise;

  ProofPictures(Random noise) {
    this.noise = noise;
  }

  /** A circle of this colour in the middle. */
  EncodedImage circle(String colour) {
    return circle(colour, SIZE, 0.5);
  }

  /** A red circle in the middle of a picture of this size. */
  EncodedImage sized(int size) {
    return circle("red", size, 0.5);
  }

  /** A red circle that glides from the left to the right. */
  List<EncodedImage> gliding(int frames) {
    return IntStream.range(0, frames)
        .mapToObj(i -> circle("red", SIZE, 0.2 + 0.6 * i / (frames - 1)))
        .toList();
  }

  /** So many, all of one size. */
  List<EncodedImage> many(int count) {
    return IntStream.range(0, count).mapToObj(i -> sized(SIZE)).toList();
  }

  private EncodedImage circle(String colour, int size, double x) {
    BufferedImage pixels = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = pixels.createGraphics();
    graphics.setColor(new Color(GREY));
    graphics.fillRect(0, 0, size, size);
    graphics.setColor(COLOURS.get(colour));
    int diameter = size / 4;
    graphics.fillOval((int) (x * size) - diameter / 2, (size - diameter) / 2, diameter, diameter);
    graphics.dispose();
    for (int i = 0; i < 8; i++) {
      pixels.setRGB(i, 0, GREY + noise.nextInt(16));
    }
    return png(pixels);
  }

  private static EncodedImage png(BufferedImage pixels) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Its own stream: the usual one makes a file.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(pixels, "png", out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a picture cannot be written into memory", e);
    }
    return EncodedImage.of(bytes.toByteArray(), "image/png", pixels.getWidth(), pixels.getHeight());
  }
}
