package dev.zoetrope.kernel.display;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Values of the JDK that are pictures. */
final class Pictures {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  private static final byte[] GIF = {'G', 'I', 'F', '8'};
  private static final byte[] RIFF = {'R', 'I', 'F', 'F'};

  private Pictures() {}

  static void register(Renderers renderers) {
    renderers.register(RenderedImage.class, Pictures::png);
    renderers.register(byte[].class, Pictures::encoded);
  }

  private static Map<String, Object> png(RenderedImage image) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", new MemoryCacheImageOutputStream(png))) {
      throw new IOException("This image has no PNG form; convert it to TYPE_INT_ARGB first.");
    }
    String text = "[image " + image.getWidth() + "x" + image.getHeight() + "]";
    return Map.of("image/png", png.toByteArray(), Bundles.TEXT, text);
  }

  private static Map<String, Object> encoded(byte[] bytes) {
    if (startsWith(bytes, PNG)) {
      return Bundles.of("image/png", bytes);
    }
    if (startsWith(bytes, JPEG)) {
      return Bundles.of("image/jpeg", bytes);
    }
    return Map.of();
  }

  /** Whether bytes begin as files of this type do; true for types that begin in many ways. */
  static boolean mayBe(String mimeType, byte[] bytes) {
    return switch (mimeType) {
      case "image/png" -> startsWith(bytes, PNG);
      case "image/jpeg" -> startsWith(bytes, JPEG);
      case "image/gif" -> startsWith(bytes, GIF);
      case "image/webp" -> startsWith(bytes, RIFF);
      default -> true;
    };
  }

  private static boolean startsWith(byte[] bytes, byte[] magic) {
    return bytes.length > magic.length
        && java.util.Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }
}
