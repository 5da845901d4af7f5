package dev.zoetrope.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EmbeddedDetokenizerTest {
  private final EmbeddedDetokenizer detokenizer = new EmbeddedDetokenizer();

  @Test
  void aCharacterWaitsForItsLastByte() {
    byte[] thumb = "👍".getBytes(UTF_8);

    for (int i = 0; i < 3; i++) {
      assertThat(detokenizer.push(Arrays.copyOfRange(thumb, i, i + 1))).isEmpty();
    }
    assertThat(detokenizer.push(Arrays.copyOfRange(thumb, 3, 4))).isEqualTo("👍");
  }

  @Test
  void wholeCharactersDoNotWaitForTheRestOfTheNext() {
    byte[] bytes = "aé".getBytes(UTF_8);

    assertThat(detokenizer.push(Arrays.copyOf(bytes, 2))).isEqualTo("a");
    assertThat(detokenizer.push(Arrays.copyOfRange(bytes, 2, 3))).isEqualTo("é");
  }

  @Test
  void brokenBytesBecomeReplacementCharacters() {
    assertThat(detokenizer.push(new byte[] {(byte) 0xff, 'b'})).isEqualTo("\ufffdb");
  }

  @Test
  void whatStillWaitsAtTheEndIsNotLost() {
    assertThat(detokenizer.push(new byte[] {(byte) 0xe6})).isEmpty();
    assertThat(detokenizer.finish()).isEqualTo("\ufffd");
    assertThat(new EmbeddedDetokenizer().finish()).isEmpty();
  }
}
