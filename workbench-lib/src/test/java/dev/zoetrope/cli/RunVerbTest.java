package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.experiment.RunProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunVerbTest {
  private static final String PLAN =
      """
      name: small
      sources: ["synthetic:moving-shape?seed=7"]
      windows: [{at: 1s}]
      encodings: [single, grid:2x2]
      prompts: [What is it?]
      backends: [embedded:tiny]
      samplings: [{max-tokens: 4}]
      repetitions: 2
      """;

  @TempDir Path folder;

  @Test
  void aPlanIsRehearsedRunAndGoneOnWith() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);

    Cli.Ran dry = run(plan, "--dry");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains("plan small: 4 questions", "requests: 2, with 2 pictures", "time: not known")
        .contains("cannot be asked: 2: A 2x2 grid shows 4 frames");
    assertThat(folder.resolve("log.jsonl")).doesNotExist();

    Cli.Ran ran = run(plan);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("2 of 4 questions answered, 0 failed", "could not be asked: 2");

    Cli.Ran again = run(plan, "--resume");
    assertThat(again.out()).contains("2 of 4 questions answered, 0 failed, 2 of them earlier");
    assertThat(run(plan, "--dry").out()).contains("by earlier answers in the log");
  }

  @Test
  void aMistakeInAPlanIsOneSentenceWithItsPlace() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.yaml"), PLAN.replace("prompts", "prompt"));

    Cli.Ran ran = run(plan);

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().strip().lines()).hasSize(1);
    assertThat(ran.err())
        .startsWith("zoetrope: plan.yaml, line 5, column 1: ")
        .contains("Did you mean prompts?");
  }

  @Test
  void aBackendThatIsNotThereIsNamedAndCostsTheExitCode() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            PLAN.replace("[embedded:tiny]", "[embedded:tiny, 'http://127.0.0.1:1']"));

    Cli.Ran ran = run(plan);

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out())
        .contains("2 of 8 questions answered")
        .contains("missing: ", "127.0.0.1:1");
  }

  @Test
  void aTerminalSeesOneLineThatChangesAndAJobALineAMinute() {
    StringWriter terminal = new StringWriter();
    try (RunScreen screen = new RunScreen(new PrintWriter(terminal), true)) {
      screen.show(new RunProgress(200, 60, 10, 1, 5_000_000_000L));
    }
    StringWriter job = new StringWriter();
    try (RunScreen screen = new RunScreen(new PrintWriter(job), false)) {
      screen.show(new RunProgress(200, 60, 10, 1, 5_000_000_000L));
      screen.show(new RunProgress(200, 70, 20, 1, 61_000_000_000L));
      screen.show(new RunProgress(200, 80, 30, 1, 62_000_000_000L));
    }

    assertThat(terminal.toString())
        .startsWith("\r60 of 200 (30 %), 2.0/s, 1 failed, about 70 s left\033[K")
        .endsWith("\r\033[K");
    assertThat(job.toString().lines()).hasSize(1).allMatch(line -> line.startsWith("70 of 200"));
    assertThat(RunText.words(Duration.ofMinutes(200))).isEqualTo("3 h 20 min");
  }

  private Cli.Ran run(Path plan, String... more) {
    String[] words = new String[more.length + 4];
    words[0] = "run";
    words[1] = plan.toString();
    words[2] = "--log";
    words[3] = folder.resolve("log.jsonl").toString();
    System.arraycopy(more, 0, words, 4, more.length);
    return Cli.run(words);
  }
}
