package dev.zoetrope.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedVideoTest {
  private static final byte[] MP4 = mp4(box("ftyp", 12), box("moov", 40), box("mdat", 200));
  private static final String EBML_HEAD = "1A45DFA3" + "84" + "42868101";

  private static byte[] box(String type, int length) {
    return ByteBuffer.allocate(length)
        .putInt(length)
        .put(type.getBytes(StandardCharsets.ISO_8859_1))
        .array();
  }

  private static byte[] mp4(byte[]... boxes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] box : boxes) {
      all.writeBytes(box);
    }
    return all.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  @Test
  void anMp4IsKnownByItsBoxesAndByItsHash() {
    EncodedVideo video = EncodedVideo.of(MP4);

    assertThat(video.mime()).isEqualTo("video/mp4");
    assertThat(video.sha256()).hasSize(64);
    assertThat(video.bytes()).isSameAs(MP4);
    assertThat(video).hasToString("video/mp4, 252 bytes, sha256 " + video.sha256().substring(0, 8));
  }

  @Test
  void aBoxMayHaveALongLengthOrReachToTheEnd() {
    byte[] wide =
        ByteBuffer.allocate(24)
            .putInt(1)
            .put("mdat".getBytes(StandardCharsets.ISO_8859_1))
            .putLong(24)
            .array();
    byte[] open = box("mdat", 64);
    Arrays.fill(open, 0, 4, (byte) 0);

    assertThat(EncodedVideo.of(mp4(box("ftyp", 12), wide, box("moov", 16))).mime())
        .isEqualTo("video/mp4");
    assertThat(EncodedVideo.of(mp4(box("ftyp", 12), box("moov", 16), open)).mime())
        .isEqualTo("video/mp4");
  }

  @Test
  void everyBeginningOfAnMp4IsRefused() {
    for (int length = 0; length < MP4.length; length++) {
      byte[] cut = Arrays.copyOf(MP4, length);
      assertThatThrownBy(() -> EncodedVideo.of(cut))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("; give a whole MP4 or WebM.");
    }
  }

  @Test
  void anMp4WithoutItsIndexIsRefused() {
    assertThatThrownBy(() -> EncodedVideo.of(mp4(box("ftyp", 12), box("mdat", 30))))
        .hasMessageContaining("only a part of a video");
  }

  @ParameterizedTest
  @ValueSource(strings = {"18538067" + "85" + "0102030405", "18538067" + "01FFFFFFFFFFFFFF" + "00"})
  void aWebmIsTakenAlsoIfItDoesNotSayHowLongItIs(String segment) {
    assertThat(EncodedVideo.of(hex(EBML_HEAD + segment)).mime()).isEqualTo("video/webm");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EBML_HEAD + "18538067" + "86" + "0102030405",
        EBML_HEAD + "18538068" + "85" + "0102030405",
        EBML_HEAD,
        "1A45DFA3" + "00" + "4286810142868101",
        "1A45DFA3" + "010203040506",
        "FFD8FFE000104A464946"
      })
  void whatIsNoWholeVideoIsRefused(String digits) {
    assertThatThrownBy(() -> EncodedVideo.of(hex(digits)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
