package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {
  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());

  @AfterEach
  void closeAll() {
    sources.close();
  }

  private Source scene() {
    return sources.open("synthetic:counter?frames=100&fps=25");
  }

  @ParameterizedTest
  @CsvSource({
    "2s, 2000",
    "500ms, 500",
    "1m3.5s, 63500",
    "PT2S, 2000",
    "1h, 3600000",
    "2m, 120000",
    "0s, 0",
    "1H2M3S, 3723000",
    "0.04s, 40"
  })
  void timesAreReadAsPeopleWriteThem(String text, long millis) {
    assertThat(Times.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "2", "s", "1..2s", "99999999999999999s", "2s2s", "1e3s", "٢s"})
  void whatIsNoTimeIsRefusedWithExamples(String text) {
    assertThatThrownBy(() -> Times.parse(text))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("write it like 2s, 500ms");
  }

  @Test
  void aTimeBehindTheEndNamesTheLength() {
    assertRefused(
        () -> scene().at("9s"),
        "beyond_end",
        "is 4s long and has no picture at 9s: write a time from 0s to 4s.");
  }

  @Test
  void anAbsurdTimeIsRefusedInTheSameWords() {
    assertRefused(() -> scene().at(Duration.ofDays(900_000_000)), "beyond_end", "is 4s long");
    assertRefused(() -> scene().window(2, Duration.ofDays(900_000_000)), "beyond_end", "4s long");
  }

  @Test
  void aNegativeTimeIsRefused() {
    assertRefused(
        () -> scene().at(Duration.ofSeconds(-1)), "bad_time", "write one from 0s on to 4s.");
  }

  @Test
  void aWindowThatIsTooLongSaysWhatFits() {
    assertRefused(
        () -> scene().window(4, "2s"),
        "beyond_end",
        "4s long, too short for 4 frames 2s apart: ask for at most 3 frames, or for a spacing of at"
            + " most 1.333s.");
    assertThat(scene().window(3, "2s").frames()).hasSize(3);
    assertThat(scene().window(4, "1333ms").frames()).hasSize(4);
  }

  @Test
  void aWindowFromTheEndSaysToStartEarlier() {
    assertRefused(
        () -> scene().window(2, "1s", "4s"), "beyond_end", "at most 1 frame, or start earlier.");
  }

  @Test
  void emptyWindowsAndStandingTimesAreRefused() {
    assertRefused(() -> scene().window(0, "1s"), "bad_time", "ask for 1 or more");
    assertRefused(() -> scene().window(2, "0s"), "bad_time", "write a spacing such as 500ms");
    assertRefused(() -> scene().window(2, Duration.ofMillis(-5)), "bad_time", "write a spacing");
    assertRefused(() -> scene().window(Integer.MAX_VALUE, "10s"), "beyond_end", "at most 1 frame,");
  }

  @Test
  void anUnknownKindOfSourceIsGuessed() {
    assertRefused(
        () -> sources.open("syntetic:bounce"), "unknown_scheme", "Did you mean synthetic?");
    assertRefused(() -> sources.open("synthetic:bounze"), "unknown_scheme", "Did you mean bounce?");
    assertRefused(() -> sources.open("camra:0"), "unknown_scheme", "Did you mean camera?");
  }

  @Test
  void aKindOfSourceThatComesLaterIsNotPromised() {
    assertRefused(() -> sources.open("browser:"), "not_yet", "cannot open browser: sources yet");
  }

  @Test
  void aLiveSourceKeepsItsPasswordAndKeys() {
    try (Source source = sources.open("rtsp://joe:secret@127.0.0.1:9/1?token=abc")) {
      assertThat(source.uri()).isEqualTo("rtsp://***@127.0.0.1:9/1?token=***");
      assertRefused(source::latest, "refused", "rtsp://***@127.0.0.1:9/1?token=*** is answered by");
      assertThat(source.events().toString()).doesNotContain("secret", "abc");
      assertThat(source.toString()).doesNotContain("secret", "abc");
    }
  }

  @Test
  void anOptionOfALiveSourceThatNobodyKnowsIsRefused() {
    assertRefused(
        () -> sources.open("rtsp://127.0.0.1/1#stal=2s"), "bad_parameter", "Did you mean stall?");
    assertRefused(
        () -> sources.open("rtsp://127.0.0.1/1#transport=tpc"), "bad_parameter", "tcp or udp");
    assertRefused(
        () -> sources.open("rtsp://127.0.0.1/1#budget=much"), "bad_parameter", "256m or 1g");
  }

  @Test
  void aRecordingHasNoNewestPicture() {
    assertRefused(() -> scene().latest(), "not_live", "ask for a time, such as at(\"2s\")");
    assertRefused(() -> scene().subscribe(), "not_live", "no live source");
    assertThat(scene().events()).isEmpty();
  }

  @Test
  void anUnknownOrBadParameterIsRefused() {
    assertRefused(
        () -> sources.open("synthetic:bounce?sed=1"), "bad_parameter", "Did you mean seed?");
    assertRefused(
        () -> sources.open("synthetic:bounce?fps=0"), "bad_parameter", "from 0.1 to 1000");
    assertRefused(() -> sources.open("synthetic:bounce?size=0"), "zero_size", "size=128");
    assertRefused(() -> sources.open("synthetic:bounce?frames=1.5"), "bad_parameter", "frames=1.5");
    assertRefused(
        () -> sources.open("synthetic:moving-shape?colour=rot"), "bad_parameter", "red, green");
  }

  @Test
  void aClosedSourceSaysSo() {
    Source source = scene();
    source.close();
    source.close();
    assertThatThrownBy(() -> source.at("1s"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith("is closed: open it again.");
    assertThat(source.uri()).startsWith("synthetic:counter");
  }

  @Test
  void closingTheRegistryClosesItsSources() {
    Source source = scene();
    sources.close();
    assertThatThrownBy(source::info).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sources.open("synthetic:bounce"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String code, String words) {
    assertThatThrownBy(work)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(words)
        .extracting("code")
        .isEqualTo(code);
  }
}
