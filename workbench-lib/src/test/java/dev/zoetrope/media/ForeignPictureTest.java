package dev.zoetrope.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignPictureTest {
  private static byte[] picture(String format) {
    BufferedImage image = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 48; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void aWholePictureIsTakenAsItIs(String format) {
    byte[] bytes = picture(format);
    EncodedImage image = EncodedImage.ofForeign(bytes);

    assertThat(image.mime()).isEqualTo("image/" + format);
    assertThat(image.width()).isEqualTo(48);
    assertThat(image.height()).isEqualTo(32);
    assertThat(image.bytes()).isSameAs(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void halfAPictureIsRefusedWhereverItWasCut(String format) {
    byte[] bytes = picture(format);
    for (int cut = 0; cut < bytes.length - 12; cut += 37) {
      byte[] part = Arrays.copyOf(bytes, cut);

      assertThatThrownBy(() -> EncodedImage.ofForeign(part))
          .as("cut at %d", cut)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("give a whole JPEG or PNG");
    }
  }

  @Test
  void whatIsNoPictureIsRefused() {
    assertThatThrownBy(() -> EncodedImage.ofForeign("hello".getBytes()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EncodedImage.ofForeign(picture("gif"))).hasMessageContaining("gif");
  }
}
