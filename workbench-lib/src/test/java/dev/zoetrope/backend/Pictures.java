package dev.zoetrope.backend;

import dev.zoetrope.media.EncodedImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Small pictures of a red circle that moves right, and questions about them. */
final class Pictures {
  private Pictures() {}

  static EncodedImage circle(int x) {
    BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.LIGHT_GRAY);
    graphics.fillRect(0, 0, 128, 128);
    graphics.setColor(Color.RED);
    graphics.fillOval(x, 48, 32, 32);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return EncodedImage.of(bytes.toByteArray(), "image/png", 128, 128);
  }

  static VlmRequest ask(int images, String question, int maxTokens) {
    List<ContentPart> parts = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      parts.add(new ContentPart.Image(circle(8 + 24 * i)));
    }
    parts.add(new ContentPart.Text(question));
    return new VlmRequest(parts, Sampling.greedy(maxTokens));
  }
}
