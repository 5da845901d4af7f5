package dev.zoetrope.kernel.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextBufferTest {
  private final List<String> sent = new ArrayList<>();
  private final TextBuffer buffer = new TextBuffer((stream, text) -> sent.add(stream + ":" + text));

  @Test
  void linesAreJoinedUntilFlushed() {
    append("stdout", "a\n");
    append("stdout", "b\n");
    assertThat(sent).isEmpty();

    buffer.flush();
    assertThat(sent).containsExactly("stdout:a\nb\n");
  }

  @Test
  void onlyTheFirstTextAsksForAFlush() {
    assertThat(append("stdout", "a")).isTrue();
    assertThat(append("stdout", "b")).isFalse();

    buffer.flush();
    assertThat(append("stdout", "c")).isTrue();
  }

  @Test
  void theTwoStreamsKeepTheirOrder() {
    append("stdout", "1");
    append("stderr", "2");
    append("stdout", "3");
    buffer.flush();

    assertThat(sent).containsExactly("stdout:1", "stderr:2", "stdout:3");
  }

  @Test
  void aCharacterCutInTwoWaitsForItsRest() {
    for (String letter : List.of("ä", "€", "😀")) {
      sent.clear();
      byte[] bytes = ("x" + letter).getBytes(StandardCharsets.UTF_8);
      int cut = bytes.length - 1;

      buffer.append("stdout", bytes, 0, cut);
      buffer.flush();
      assertThat(sent).containsExactly("stdout:x");

      buffer.append("stdout", bytes, cut, 1);
      buffer.flush();
      assertThat(sent).containsExactly("stdout:x", "stdout:" + letter);
    }
  }

  @Test
  void bytesThatAreNoTextDoNotBlockTheRest() {
    buffer.append(
        "stdout", new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 'a'}, 0, 5);
    buffer.flush();

    assertThat(sent).singleElement().asString().endsWith("a");
  }

  @Test
  void aFloodIsSentInPieces() {
    append("stdout", "x".repeat(70_000));

    assertThat(sent).hasSize(1);
  }

  private boolean append(String stream, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return buffer.append(stream, bytes, 0, bytes.length);
  }
}
