package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryVerbTest {
  @TempDir Path folder;

  @Test
  void aCaptureIsShownAsTheLiveMachineWas() {
    String file = folder.resolve("capture.jsonl.gz").toString();
    Cli.Ran live = Cli.run("telemetry", "--seconds", "0.5", "--capture", file);
    assertThat(live.code()).as(live.err()).isZero();
    Cli.Ran replayed = Cli.run("telemetry", "--replay", file);
    assertThat(replayed.out()).isEqualTo(live.out());
    assertThat(replayed.err()).isEmpty();
    assertThat(Cli.run("telemetry", "--replay", file, "--json").out()).contains("\"sampler\"");
  }

  @Test
  void theCapturedFilesAreReadAnew() throws Exception {
    String file = folder.resolve("capture.jsonl").toString();
    Cli.run("telemetry", "--seconds", "0.2", "--capture", file);
    Cli.Ran raw = Cli.run("telemetry", "--replay", file, "--raw", "--seconds", "0.2");
    assertThat(raw.code()).as(raw.err()).isZero();
    assertThat(raw.out()).contains("memory_bytes").contains("load_1min");
    try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left).noneMatch(path -> path.toString().contains("zoetrope-raw-"));
    }
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    refused("--replay, not both", "--replay", "a", "--capture", "b");
    refused("--watch alone", "--watch", "--capture", "b");
    refused("give --replay FILE", "--raw");
    refused("There is no file", "--replay", folder.resolve("none").toString());
    refused("give 0.1 to 900", "--seconds", "901");
    refused("is a folder", "--capture", folder.toString());
  }

  private static void refused(String words, String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "telemetry";
    System.arraycopy(options, 0, all, 1, options.length);
    Cli.Ran ran = Cli.run(all);
    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains(words);
  }
}
