package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipSourceTest {
  @TempDir Path folder;
  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());

  @AfterEach
  void closeAll() {
    sources.close();
  }

  private Path counted(int frames) throws Exception {
    Path clip = folder.resolve("count.mp4");
    ClipMaker.write("synthetic:counter?size=64&fps=25&frames=" + frames, clip);
    return clip;
  }

  @Test
  void everyPictureIsFoundByItsExactTimeForwardsAndBackwards() throws Exception {
    Source source = sources.open(counted(200).toString());
    for (int i = 0; i < 200; i++) {
      assertThat(number(source, i * 40)).isEqualTo(i);
    }
    for (int i = 199; i >= 0; i -= 3) {
      assertThat(number(source, i * 40 + 39)).isEqualTo(i);
    }
    assertThat(number(source, 100 * 40 - 1)).isEqualTo(99);
  }

  @Test
  void theFrameCarriesTheTimeAtWhichItAppears() throws Exception {
    Frame frame = sources.open(counted(50).toString()).frame(Duration.ofMillis(999));
    assertThat(frame.time()).isEqualTo(Duration.ofMillis(960));
  }

  @Test
  void aClipSaysItsSizeLengthAndRate() throws Exception {
    SourceInfo info = sources.open(counted(50).toString()).info();
    assertThat(info.width()).isEqualTo(64);
    assertThat(info.height()).isEqualTo(64);
    assertThat(info.duration()).contains(Duration.ofSeconds(2));
    assertThat(info.fps()).hasValue(25);
  }

  @Test
  void theEndOfAClipIsItsLastPicture() throws Exception {
    assertThat(number(sources.open(counted(50).toString()), 2000)).isEqualTo(49);
  }

  @Test
  void aWindowHoldsThePicturesAtItsTimes() throws Exception {
    var window = sources.open(counted(100).toString()).window(4, "500ms", "1s");
    assertThat(window.frames()).extracting(Counted::number).containsExactly(25, 37, 50, 62);
    assertThat(window.spacing()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void picturesThatAreDecodedOutOfOrderAreFoundToo() throws Exception {
    Path clip = folder.resolve("b.mkv");
    BundledFfmpeg.run(
        "-i", counted(120), "-c:v", "mpeg4", "-bf", "2", "-g", "50", "-q:v", "2", clip);
    Source source = sources.open(clip.toString());
    for (int i : new int[] {119, 0, 1, 60, 59, 58, 2, 99, 100, 101, 51, 49, 50}) {
      assertThat(number(source, i * 40 + 5)).isEqualTo(i);
    }
  }

  @Test
  void unevenPicturesAreFoundByTheirTimesNotByTheRate() throws Exception {
    Path clip = folder.resolve("vfr.mp4");
    // Picture 10 and all after it come one second later.
    BundledFfmpeg.run(
        "-i",
        counted(20),
        "-vf",
        "setpts=PTS+gte(N\\,10)/TB",
        "-fps_mode",
        "vfr",
        "-c:v",
        "mpeg4",
        "-q:v",
        "2",
        clip);
    Source source = sources.open(clip.toString());
    assertThat(number(source, 360)).isEqualTo(9);
    assertThat(number(source, 1200)).isEqualTo(9);
    assertThat(number(source, 1395)).isEqualTo(9);
    assertThat(number(source, 1400)).isEqualTo(10);
    assertThat(number(source, 1760)).isEqualTo(19);
  }

  @Test
  void aClipWithoutTimesIsReadFromItsStart() throws Exception {
    Path clip = folder.resolve("bare.h264");
    BundledFfmpeg.run("-i", counted(60), "-c:v", "copy", "-f", "h264", clip);
    Source source = sources.open(clip.toString());
    assertThat(number(source, 40 * 40 + 5)).isEqualTo(40);
    assertThat(number(source, 10 * 40 + 5)).isEqualTo(10);
    assertThat(number(source, 59 * 40 + 5)).isEqualTo(59);
    assertThatThrownBy(() -> source.at("9s")).hasMessageContaining(" end at 2.");
  }

  @Test
  void aTurnedClipStandsUpright() throws Exception {
    Path clip = folder.resolve("tall.mp4");
    ClipMaker.write("synthetic:counter?size=96x64&frames=3", clip);
    Path turned = folder.resolve("turned.mp4");
    BundledFfmpeg.run("-display_rotation", "-90", "-i", clip, "-c", "copy", turned);
    Source source = sources.open(turned.toString());
    assertThat(source.info().width()).isEqualTo(64);
    Frame upright = source.frame(Duration.ofMillis(80));
    Frame plain = sources.open(clip.toString()).frame(Duration.ofMillis(80));
    assertThat(upright.height()).isEqualTo(96);
    assertThat(upright.i420()).isEqualTo(Planes.of(plain).turned(1).i420());
  }

  @Test
  void aCutOffClipGivesWhatIsThereAndSaysWhereItEnds() throws Exception {
    Path webm = folder.resolve("whole.mkv");
    BundledFfmpeg.run("-i", counted(100), "-c", "copy", webm);
    byte[] bytes = Files.readAllBytes(webm);
    Path cut = folder.resolve("cut.mkv");
    Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    Source source = sources.open(cut.toString());
    assertThat(number(source, 400)).isEqualTo(10);
    assertThatThrownBy(() -> source.at("3.9s"))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("The pictures of ")
        .hasMessageContaining("copy the file again if it should be longer")
        .extracting("code")
        .isEqualTo("beyond_end");
    assertThat(number(source, 440)).isEqualTo(11);
  }

  @Test
  void rubbishInTheMiddleIsAnErrorThereAndNowhereElse() throws Exception {
    byte[] bytes = Files.readAllBytes(counted(200));
    for (int i = bytes.length / 2; i < bytes.length / 2 + 400; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Path broken = folder.resolve("broken.mp4");
    Files.write(broken, bytes);
    Source source = sources.open(broken.toString());
    assertThat(number(source, 0)).isZero();
    assertThat(number(source, 7900)).isEqualTo(197);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      refused += readsRight(source, i) ? 0 : 1;
    }
    assertThat(refused).isBetween(1, 60);
  }

  /** A wrong picture fails the test, a refusal does not. */
  private static boolean readsRight(Source source, int index) {
    try {
      assertThat(number(source, index * 40 + 5)).isEqualTo(index);
      return true;
    } catch (SourceException e) {
      assertThat(e.code()).isEqualTo("corrupt");
      return false;
    }
  }

  @Test
  void aClipWithoutItsTailIndexIsRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(counted(50));
    Path cut = folder.resolve("cut.mp4");
    Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(cut.toString(), "corrupt", "cut off");
  }

  @Test
  void aTextFileIsRefusedAsAClip() throws Exception {
    Path text = folder.resolve("notes.txt");
    Files.writeString(text, "Dear diary, \u001b[31m today …\n".repeat(50));
    assertRefused(text.toString(), "not_video", "notes.txt is no clip or picture");
    Path disguised = folder.resolve("notes.mp4");
    Files.writeString(disguised, "Dear diary\n".repeat(50));
    assertRefused(disguised.toString(), "not_video", "give a video file");
  }

  @Test
  void aListThatPointsElsewhereIsRefused() throws Exception {
    Path list = folder.resolve("list.m3u8");
    Files.writeString(list, "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/x.ts\n");
    assertRefused(list.toString(), "not_video", "no clip");
    Path concat = folder.resolve("list.ffconcat");
    Files.writeString(concat, "ffconcat version 1.0\nfile '" + counted(5) + "'\n");
    assertRefused(concat.toString(), "not_video", "no clip");
  }

  @Test
  void aSoundFileIsRefused() throws Exception {
    Path sound = folder.resolve("sound.mkv");
    BundledFfmpeg.run("-f", "s16le", "-ar", "8000", "-i", counted(50), "-t", "0.1", sound);
    assertRefused(sound.toString(), "no_video", "no picture track");
  }

  @Test
  void picturesOfNoSizeAreRefused() throws Exception {
    Path raw = folder.resolve("zero.avi");
    BundledFfmpeg.run("-i", counted(3), "-c:v", "rawvideo", "-pix_fmt", "yuv420p", raw);
    byte[] bytes = Files.readAllBytes(raw);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("strf") + 8;
    java.util.Arrays.fill(bytes, header + 4, header + 12, (byte) 0);
    Files.write(raw, bytes);
    assertRefused(raw.toString(), "zero_size", "0x0");
  }

  @Test
  void aPipeIsRefusedInsteadOfWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe.mp4");
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "needs mkfifo");
    assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertRefused(pipe.toString(), "not_video", "not an ordinary file");
  }

  @Test
  void anEmptyFileAMissingOneAndAFolderOfNothingAreRefused() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.mp4"));
    assertRefused(empty.toString(), "empty", "is empty");
    assertRefused(folder.resolve("emty.mp4").toString(), "missing", "Did you mean empty.mp4?");
    assertRefused(Files.createDirectory(folder.resolve("none")).toString(), "empty", "no pictures");
  }

  private void assertRefused(String uri, String code, String words) {
    assertThatThrownBy(() -> sources.open(uri))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(words)
        .hasMessageEndingWith(".")
        .extracting("code")
        .isEqualTo(code);
  }

  private static int number(Source source, int millis) {
    return Counted.number(source.at(Duration.ofMillis(millis)).last());
  }
}
