package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderTest {
  private static final String SCENE = "synthetic:moving-shape?seed=7&size=160x120&noise=2";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "webm", "mkv"})
  void everyPictureIsFoundAtItsOwnTime(String kind) throws Exception {
    Path file = folder.resolve("door." + kind);
    long[] times = {0, 40, 80, 200, 230, 1300, 2500};
    List<Frame> frames = Studied.scene(SCENE, times.length);
    try (Studied studied = new Studied(file, RecorderOptions.plain())) {
      for (int i = 0; i < times.length; i++) {
        studied.show(frames.get(i), times[i]);
      }
      RecordedClip clip = studied.recorder.stop();
      assertThat(clip.pictures()).isEqualTo(times.length);
      assertThat(clip.dropped()).isZero();
      assertThat(clip.length()).isEqualTo(Duration.ofMillis(2500));
    }
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      Source replay = sources.open(file.toString());
      for (int i = 0; i < times.length; i++) {
        Frame seen = replay.frame(Duration.ofMillis(times[i]));
        assertThat(seen.time()).isEqualTo(Duration.ofMillis(times[i]));
        assertThat(psnr(seen, frames.get(i))).as("picture %d", i).isGreaterThan(28);
      }
    }
  }

  private static double psnr(Frame a, Frame b) {
    return Pictures.psnr(Pictures.rgb(a), Pictures.rgb(b));
  }

  @Test
  void matroskaKeepsEveryPixelSoThatAReplaySendsTheSameBytes() throws Exception {
    Path file = folder.resolve("door.mkv");
    List<Frame> frames = Studied.scene("synthetic:shapes?seed=5&size=131x97&noise=25", 12);
    try (Studied studied = new Studied(file, RecorderOptions.plain())) {
      for (int i = 0; i < frames.size(); i++) {
        studied.show(frames.get(i), 40L * i);
      }
    }
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system());
        FrameEncoder encoder = FrameEncoder.open(Ticker.system())) {
      Source replay = sources.open(file.toString());
      for (int i = 0; i < frames.size(); i++) {
        Frame seen = replay.frame(Duration.ofMillis(40L * i));
        assertThat(Arrays.mismatch(seen.i420(), frames.get(i).i420()))
            .as("picture %d", i)
            .isEqualTo(-1);
        assertThat(encoder.encode(seen).image().sha256())
            .isEqualTo(encoder.encode(frames.get(i)).image().sha256());
      }
    }
  }

  @Test
  void whatIsSaidStandsBesideTheFilmAndMakesNoTag() throws Exception {
    List<Frame> frames = Studied.scene(SCENE, 4);
    try (Studied studied = new Studied(folder.resolve("door.webm"), RecorderOptions.plain())) {
      studied.show(frames.get(0), 0);
      studied.recorder.say(Duration.ZERO, "What <b>is</b> it?\n\ntiny: 1 --> 2 & {x}\u202e");
      studied.show(frames.get(1), 400);
      studied.recorder.say(Duration.ofMillis(400), "");
      studied.show(frames.get(2), 800);
      studied.recorder.say(Duration.ofMillis(800), "nothing");
      studied.show(frames.get(3), 1500);
      studied.recorder.stop();
      studied.recorder.say(Duration.ofMillis(1200), "late");
    }
    assertThat(Files.readString(folder.resolve("door.vtt")))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.000 --> 00:00:00.400
            What &lt;b&gt;is&lt;/b&gt; it?
            tiny: 1 --&gt; 2 &amp; {x}

            00:00:00.800 --> 00:00:01.500
            nothing

            00:00:01.200 --> 00:00:01.500
            late

            """);
    assertThat(Files.readString(folder.resolve("door.srt")))
        .startsWith("1\n00:00:00,000 --> 00:00:00,400\nWhat ‹b›is‹/b› it?\n")
        .contains("\n\n2\n00:00:00,800 --> 00:00:01,500\nnothing\n")
        .doesNotContain("{");
  }

  @Test
  void wordsAreDrawnIntoThePicturesWhereTheyAreWanted() throws Exception {
    Assumptions.assumeTrue(drawsText(), "needs a font");
    Path file = folder.resolve("door.mkv");
    Frame plain = Studied.scene("synthetic:moving-shape?seed=7&size=320x240", 1).get(0);
    try (Studied studied = new Studied(file, RecorderOptions.plain().withWords())) {
      studied.recorder.say(Duration.ZERO, "tiny: a red circle moves to the right, ".repeat(20));
      studied.show(plain, 0);
      studied.recorder.say(Duration.ZERO, "");
      studied.show(plain, 1040);
    }
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      Source replay = sources.open(file.toString());
      BufferedImage worded = Pictures.rgb(replay.frame(Duration.ZERO));
      BufferedImage timed = Pictures.rgb(replay.frame(Duration.ofMillis(1040)));
      BufferedImage original = Pictures.rgb(plain);
      assertThat(differences(worded, original, 0, 12)).isPositive();
      assertThat(differences(worded, original, 40, 150)).isZero();
      assertThat(differences(worded, original, 170, 240)).isGreaterThan(1000);
      assertThat(differences(timed, original, 0, 12)).isPositive();
      assertThat(differences(timed, original, 40, 240)).isZero();
    }
  }

  private static boolean drawsText() {
    try {
      Words.requireFont();
      return true;
    } catch (SourceException e) {
      return false;
    }
  }

  private static int differences(BufferedImage a, BufferedImage b, int from, int to) {
    int different = 0;
    for (int y = from; y < to; y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        different += a.getRGB(x, y) == b.getRGB(x, y) ? 0 : 1;
      }
    }
    return different;
  }

  @Test
  void itEndsByItselfWhenItIsLongEnough() throws Exception {
    List<Frame> frames = Studied.scene(SCENE, 6);
    try (Studied studied =
        new Studied(folder.resolve("door.webm"), RecorderOptions.plain().lasting("150ms"))) {
      for (int i = 0; i < 5; i++) {
        studied.show(frames.get(i), 40L * i);
      }
      RecordedClip clip = studied.recorder.await();
      assertThat(clip.pictures()).isEqualTo(4);
      assertThat(clip.length()).isEqualTo(Duration.ofMillis(120));
      assertThat(studied.recorder.first().begin()).isEqualTo(Duration.ZERO);
    }
  }

  @Test
  void aSourceThatChangesItsSizeIsFittedIn() throws Exception {
    Path file = folder.resolve("door.mp4");
    try (Studied studied = new Studied(file, RecorderOptions.plain())) {
      studied.show(Studied.scene("synthetic:bounce?size=131x97", 1).get(0), 0);
      studied.show(Studied.scene("synthetic:bounce?size=320x100", 1).get(0), 40);
      assertThat(studied.recorder.stop().pictures()).isEqualTo(2);
    }
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      Frame second = sources.open(file.toString()).frame(Duration.ofMillis(40));
      assertThat(second.width()).isEqualTo(130);
      assertThat(second.height()).isEqualTo(96);
    }
  }

  @Test
  void aSourceThatIsClosedLeavesAWholeFile() throws Exception {
    Path file = folder.resolve("door.mp4");
    Frame frame = Studied.scene(SCENE, 1).get(0);
    try (Studied studied = new Studied(file, RecorderOptions.plain())) {
      studied.show(frame, 0);
      studied.show(frame, 40);
      studied.source.close();
      assertThat(studied.recorder.await().pictures()).isEqualTo(2);
    }
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      assertThat(sources.open(file.toString()).info().duration()).isPresent();
    }
  }

  @Test
  void aRecordingOfNothingSaysSo() {
    try (Studied studied = new Studied(folder.resolve("door.mp4"), RecorderOptions.plain())) {
      assertThatThrownBy(studied.recorder::stop)
          .isInstanceOf(SourceException.class)
          .hasMessage("push:door gave no picture while it was recorded: record it for longer.");
    }
    assertThat(folder.resolve("door.mp4")).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenIsSaid() throws Exception {
    Path file = folder.resolve("nowhere/door.webm");
    try (Studied studied = new Studied(file, RecorderOptions.plain())) {
      studied.show(Studied.scene(SCENE, 1).get(0), 0);
      assertThatThrownBy(studied.recorder::await)
          .isInstanceOf(java.io.UncheckedIOException.class)
          .hasMessageContaining("Cannot write " + file)
          .hasMessageContaining("see that the folder is there");
    }
  }

  @Test
  void onlyLiveSourcesAndKnownKindsAreRecorded() {
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      Source scene = sources.open(SCENE);
      Path film = folder.resolve("door.mp4");
      assertThatThrownBy(() -> Recorder.start(scene, film, RecorderOptions.plain()))
          .hasMessageContaining("is no live source");
      Path text = folder.resolve("door.avi");
      assertThatThrownBy(() -> Recorder.start(scene, text, RecorderOptions.plain()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("end it in .mp4, .webm, or .mkv");
      assertThatThrownBy(() -> RecorderOptions.plain().lasting("0s"))
          .hasMessageContaining("lasts longer than nothing");
    }
  }
}
