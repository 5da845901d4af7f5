package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.PromptForm;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPixelsTest {
  private final EmbeddedStop stop = new EmbeddedStop();
  private static final EmbeddedProcessor PROCESSOR = EmbeddedFixtures.CONFIG.processor();

  private final EmbeddedPixels pixels = new EmbeddedPixels(PROCESSOR);

  @ParameterizedTest
  @CsvSource({
    "f0.png, 0",
    "wide.png, 0",
    "textured-200x150.png, 0",
    "textured-77x131.png, 0",
    "textured-40x30.png, 0",
    "textured-3x2.png, 0",
    "textured-640x17.png, 0",
    "grey.png, 0",
    "palette.png, 0",
    "clear.png, 1",
    "grey.jpg, 1",
    "photo.jpg, 1"
  })
  void squaresAreTheReferences(String name, int tolerance) {
    EmbeddedRaster ours = squares(EmbeddedFixtures.picture(name), 0).get(0);
    EmbeddedRaster theirs = decode(square(name));

    assertThat(worst(ours.rgb(), theirs.rgb())).isLessThanOrEqualTo(tolerance);
  }

  @Test
  void planesAreRedGreenBlueFromMinusOneToOne() {
    FloatBuffer room = pixels.room();
    pixels.fill(room, squares(EmbeddedFixtures.picture("f0.png"), 0).get(0));
    float[] planes = new float[room.remaining()];
    room.get(planes);

    int centre = 64 * 128 + 26;
    assertThat(planes).hasSize(3 * 128 * 128);
    assertThat(planes[centre]).isEqualTo(220 / 127.5f - 1);
    assertThat(planes[128 * 128 + centre]).isEqualTo(40 / 127.5f - 1);
  }

  @Test
  void aDamagedPictureIsNamedByItsPlace() {
    byte[] half = Arrays.copyOf(EmbeddedFixtures.bytes("pictures/textured-77x131.png"), 900);
    EncodedImage broken = EncodedImage.of(half, "image/png", 77, 131);

    assertThatThrownBy(() -> squares(broken, 2))
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("Picture 3 of the prompt cannot be read");
  }

  @Test
  void aJpegThatEndsTooEarlyIsNotAnsweredAbout() {
    byte[] whole = EmbeddedFixtures.bytes("pictures/photo.jpg");
    EncodedImage half =
        EncodedImage.of(Arrays.copyOf(whole, whole.length / 2), "image/jpeg", 200, 150);

    assertThatThrownBy(() -> squares(half, 0))
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("Picture 1 of the prompt cannot be read");
  }

  @Test
  void bytesThatAreNoPictureAreRefused() {
    EncodedImage text = EncodedImage.of(new byte[] {'h', 'i'}, "image/png", 1, 1);

    assertThatThrownBy(() -> squares(text, 0))
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("send a whole JPEG or PNG");
  }

  @Test
  void nothingIsReadAfterAStop() {
    stop.stop();

    assertThatThrownBy(() -> squares(EmbeddedFixtures.picture("f0.png"), 0))
        .isInstanceOf(EmbeddedStop.Stopped.class);
  }

  private List<EmbeddedRaster> squares(EncodedImage image, int index) {
    EmbeddedTiles whole = PROCESSOR.tiles(image.width(), image.height(), PromptForm.Pictures.WHOLE);
    return pixels.of(image, index, whole, stop);
  }

  private EmbeddedRaster decode(EncodedImage image) {
    return EmbeddedPixels.decode(image, 0, stop);
  }

  private static EncodedImage square(String name) {
    byte[] bytes = EmbeddedFixtures.bytes("squares/" + name + ".png");
    return EncodedImage.of(bytes, "image/png", 128, 128);
  }

  private static int worst(byte[] a, byte[] b) {
    int worst = Math.abs(a.length - b.length);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      worst = Math.max(worst, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
    }
    return worst;
  }
}
