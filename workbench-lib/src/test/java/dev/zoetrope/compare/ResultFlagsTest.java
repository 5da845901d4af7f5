package dev.zoetrope.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.metrics.Samples;
import dev.zoetrope.ruler.Calibration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResultFlagsTest {
  private final Clip clip = new Clip();

  @AfterEach
  void close() {
    clip.close();
  }

  /** Its backends' first token takes 100 ms, a piece 10 ms. */
  private ComparisonResult result(double ttftAdded, double gapError, String host) {
    Calibration calibration =
        new Calibration(
            "cal-1",
            1,
            Samples.of(ttftAdded),
            Samples.of(ttftAdded),
            Samples.of(gapError),
            1,
            0,
            0,
            0,
            0,
            0);
    ComparisonSpec spec =
        clip.spec(new ScriptedBackend("a:", host, Answers.saying("it moves to the left")));
    return Comparison.run(
        "run-1", spec, Optional.of(calibration), Optional.empty(), clip.encoder(), List.of());
  }

  @Test
  void aClientThatAddsLittleIsNotFlagged() {
    assertThat(result(9, 0.9, "afar").flags()).isEmpty();
  }

  @Test
  void aClientThatAddsMoreThanATenthIsFlaggedInTheTableItself() {
    ComparisonResult result = result(11, 1.1, "afar");

    assertThat(result.flags()).hasSize(2).allMatch(flag -> flag.startsWith("FLOOR: "));
    assertThat(result.flags().get(0)).contains("TTFT of a: of 100.00 ms", "11.00 ms");
    assertThat(result.flags().get(1)).contains("ICL of a: of 10.00 ms", "1.10 ms");
    assertThat(result.table().title()).contains("Which way?\n! FLOOR: ");
    assertThat(result.table().notes()).anyMatch(note -> note.contains("cal-1"));
  }

  @Test
  void aBackendOnTheSameMachineIsFlaggedApart() {
    assertThat(result(1, 0.1, BackendCard.THIS_MACHINE).flags())
        .containsExactly("SAME MACHINE: a: shares this machine's processors with the client");
  }

  @Test
  void ofAPlainQuestionNobodyKnows() {
    ComparisonResult plain =
        clip.run(
            clip.spec(new ScriptedBackend("a:", BackendCard.THIS_MACHINE, Answers.saying("left"))));

    assertThat(plain.client()).isEmpty();
    assertThat(plain.flags()).isEmpty();
    assertThat(plain.table().title()).isEqualTo("Which way?");
  }
}
