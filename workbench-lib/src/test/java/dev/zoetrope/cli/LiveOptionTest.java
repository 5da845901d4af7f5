package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveOptionTest {
  @TempDir Path folder;

  private Cli.Ran compare(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("--source", "synthetic:bounce?seed=7", "--backend", "embedded:tiny"));
    all.addAll(List.of("--prompt", "What is there?"));
    all.addAll(List.of(more));
    return Cli.compare(folder.resolve("log.jsonl").toString(), all.toArray(String[]::new));
  }

  @Test
  void howLongAndHowOftenAreOnlyForLive() {
    Cli.Ran ran = compare("--for", "20s");
    assertThat(ran.code()).isEqualTo(Failures.USAGE);
    assertThat(ran.err()).contains("give --live too");
  }

  @Test
  void whatOnlyFitsOneComparisonIsRefused() {
    for (String option : List.of("--json", "--at-once", "--html=page.html", "--repeat=2")) {
      Cli.Ran ran = compare("--live", option);
      assertThat(ran.code()).as(option).isEqualTo(Failures.USAGE);
      assertThat(ran.err()).as(option).contains("at its own pace");
    }
    assertThat(folder.resolve("page.html")).doesNotExist();
  }

  @Test
  void aTimeOfARecordingIsRefused() {
    Cli.Ran ran = compare("--live", "--at", "2s");
    assertThat(ran.code()).isEqualTo(Failures.USAGE);
    assertThat(ran.err()).contains("--at is a time of a recording");
  }

  @Test
  void aRecordingIsNoLiveSource() {
    Cli.Ran ran = compare("--live", "--for", "1s");
    assertThat(ran.code()).isEqualTo(Failures.UNAVAILABLE);
    assertThat(ran.err()).contains("live:PATH");
    assertThat(folder.resolve("log.jsonl")).doesNotExist();
  }
}
