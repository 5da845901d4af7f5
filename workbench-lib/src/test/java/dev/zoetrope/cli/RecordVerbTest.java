package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.capture.SourceRegistry;
import dev.zoetrope.metrics.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordVerbTest {
  private static final String SOURCE =
      "live:../notebooks/clips/red-circle-right.mp4#loop=yes&open=100s&stall=100s&hold=60s";

  @TempDir Path folder;

  private Cli.Ran record(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "record";
    all[1] = "--log";
    all[2] = folder.resolve("log.jsonl").toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return Cli.run(all);
  }

  @Test
  void answersBecomeSubtitlesAndTheFilmOpensAsASource() throws Exception {
    Path film = folder.resolve("door.webm");
    Cli.Ran ran =
        record(
            "--source",
            SOURCE,
            "--for",
            "1s",
            "--out",
            film.toString(),
            "--backend",
            "embedded:tiny",
            "--prompt",
            "What is there?");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("door.webm: ").contains(" pictures of ");
    assertThat(Files.readString(folder.resolve("door.vtt"))).contains("What is there?\ntiny");
    assertThat(Files.readString(folder.resolve("log.jsonl")))
        .contains("\"type\":\"clip\"", "\"type\":\"frame\"", "\"state\":\"ended\"");
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      assertThat(sources.open(film.toString()).at("0s").frames()).hasSize(1);
    }
  }

  @Test
  void wrongWordsAreRefusedBeforeAnythingIsOpened() throws Exception {
    Path there = Files.createFile(folder.resolve("there.webm"));
    refused(2, record("--source", SOURCE, "--out", there.toString()), "is there already");
    refused(2, record("--source", SOURCE, "--out", folder + "/a.avi"), "end it in .mp4");
    refused(
        2,
        record("--source", SOURCE, "--out", folder + "/a.mp4", "--prompt", "Why?"),
        "Give --backend and --prompt together");
    refused(
        2,
        record("--source", SOURCE, "--out", folder + "/a.mp4", "--for", "soon"),
        "\"soon\" is not a time");
    refused(
        3, record("--source", "synthetic:bounce", "--out", folder + "/a.mp4"), "is no live source");
    assertThat(folder.resolve("a.mp4")).doesNotExist();
  }

  private static void refused(int code, Cli.Ran ran, String words) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.err()).contains(words).doesNotContain("\tat ");
  }
}
