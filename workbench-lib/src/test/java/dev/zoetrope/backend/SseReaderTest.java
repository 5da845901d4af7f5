package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
  private final List<String> events = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final SseReader reader =
      new SseReader(
          64, events::add, failures::add, () -> {}, () -> new IllegalStateException("too long"));

  private void feed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    reader.feed(bytes, bytes.length);
  }

  @Test
  void severalEventsOfOneReadComeInOrder() {
    feed("data: one\n\ndata: two\n\ndata: three\n\n");

    assertThat(events).containsExactly("one", "two", "three");
  }

  @Test
  void anEventNamedErrorIsNoOrdinaryOne() {
    feed("event: error\ndata: lost\n\nevent: message\ndata: one\n\nevent:error\n\ndata: two\n\n");

    assertThat(failures).containsExactly("lost");
    assertThat(events).containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void anyLineEndWillDo(String end) {
    feed("data: one" + end + end + "data: two" + end + end);

    assertThat(events).containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void aSplitAtAnyByteChangesNothing(String end) {
    String text =
        ": ping" + end + "data: é€😀" + end + "data:b" + end + end + "data: x" + end + end;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= bytes.length; cut++) {
      List<String> got = new ArrayList<>();
      SseReader split = new SseReader(64, got::add, got::add, () -> {}, IllegalStateException::new);
      split.feed(bytes, cut);
      byte[] rest = Arrays.copyOfRange(bytes, cut, bytes.length);
      split.feed(rest, rest.length);

      assertThat(got).as("cut at %d", cut).containsExactly("é€😀\nb", "x");
    }
  }

  @Test
  void theSpaceAfterTheColonIsOptionalAndOnlyOneIsDropped() {
    feed("data:one\n\ndata:  two\n\n");

    assertThat(events).containsExactly("one", " two");
  }

  @Test
  void commentsNamesAndEmptyLinesAreNoEvents() {
    feed(": OPENROUTER PROCESSING\n\n\n\nevent: message\nid: 7\nretry: 10\ndata: one\n\n");

    assertThat(events).containsExactly("one");
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    feed("\uFEFFdata: one\n\n");

    assertThat(events).containsExactly("one");
  }

  @Test
  void aBareJsonLineCountsAsAnEvent() {
    feed("{\"error\":\"gone\"}\n\n");

    assertThat(events).containsExactly("{\"error\":\"gone\"}");
  }

  @Test
  void theLastEventNeedsNoEmptyLine() {
    feed("data: one\n\ndata: two");
    reader.end();

    assertThat(events).containsExactly("one", "two");
  }

  @Test
  void anEventLongerThanTheLimitIsRefusedBeforeItEnds() {
    assertThatThrownBy(() -> feed("data: " + "x".repeat(80))).hasMessage("too long");
    assertThat(events).isEmpty();
  }

  @Test
  void manyLinesOfOneEventAreBoundedToo() {
    assertThatThrownBy(() -> feed("data: 0123456789\n".repeat(10))).hasMessage("too long");
  }
}
