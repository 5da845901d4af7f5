package dev.zoetrope.backend;

import dev.zoetrope.media.EncodedImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture that takes long to read. */
final class EmbeddedLargePicture {
  private EmbeddedLargePicture() {}

  static EncodedImage jpeg(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, i * 2654435);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(image, "jpeg", stream);
    }
    return EncodedImage.of(out.toByteArray(), "image/jpeg", width, height);
  }
}
