package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.metrics.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReaderTest {
  private static final String PLAN =
      "{'schema':'zoetrope.log/1','type':'plan','run':'R1','at':'2026-11-23T17:45:37Z','plan':{"
          + "'name':'which-way','cells':2,'prompts':['Which way?'],'questions':[{'id':'way','kind':"
          + "'direction','rule':{'direction':'right'}}]},'machine':{'cpu':'a CPU','load':[1,2]}}";

  @TempDir private Path folder;

  private Path log(String... lines) throws IOException {
    Path file = folder.resolve("log.jsonl");
    Files.writeString(file, String.join("\n", lines).replace('\'', '"') + "\n");
    return file;
  }

  private static String answer(String cell, String state, String text) {
    return "{'schema':'zoetrope.log/1','type':'answer','run':'R1','request':'R1/0','state':'"
        + state
        + "','text':'"
        + text
        + "','encoding':'grid-2x2','frames':['aa'],'metrics':{'time_to_first_token':{'value':5,"
        + "'unit':'ms','provenance':{'kind':'CLIENT_OBSERVED','formula':'f'}}},'absent':{"
        + "'prefill_time':'not told'},'cell':{'id':'"
        + cell
        + "','backend':'b','source':'s','question':'way','window':0,'sampling':0,'attempt':1}}";
  }

  @Test
  void anAnswerHasItsPlaceItsNumbersAndItsVerdict() throws IOException {
    RunRecord run = RunReader.read(log(PLAN, answer("c1", "complete", "right")), Optional.empty());

    assertThat(run.name()).isEqualTo("which-way");
    assertThat(run.cells()).contains(2);
    assertThat(run.questions()).containsEntry("way", "Which way?");
    assertThat(run.machine()).containsEntry("load", "[1,2]");
    RunAnswer answer = run.answers().get(0);
    assertThat(answer.place().kind()).isEqualTo("direction");
    assertThat(answer.verdict()).contains(Verdict.CORRECT);
    assertThat(answer.value("time_to_first_token").orElseThrow().value()).isEqualTo(5);
    assertThat(answer.readings().get("prefill_time")).isEqualTo(new Reading.Absent("not told"));
  }

  @Test
  void anAnswerThatWasCutIsNotJudged() throws IOException {
    RunRecord run =
        RunReader.read(
            log(
                PLAN,
                answer("c1", "complete", "right").replace("'text'", "'finish':'length','text'")),
            Optional.empty());

    assertThat(run.answers().get(0).verdict()).contains(Verdict.UNMATCHED);
  }

  @Test
  void theLastAnswerCountsButNoFailureAfterAnAnswer() throws IOException {
    RunRecord run =
        RunReader.read(
            log(
                PLAN,
                answer("c1", "failed", ""),
                answer("c1", "complete", "right"),
                answer("c2", "complete", "left"),
                answer("c2", "failed", "")),
            Optional.empty());

    assertThat(run.answers()).extracting(RunAnswer::state).containsExactly("complete", "complete");
  }

  @Test
  void tornAndForeignLinesAreSkippedAndCounted() throws IOException {
    RunRecord run =
        RunReader.read(
            log(PLAN, "{'type':'answer','run", "[]", "hello", answer("c1", "complete", "right")),
            Optional.empty());

    assertThat(run.answers()).hasSize(1);
    assertThat(run.skipped()).isEqualTo(3);
  }

  @Test
  void theNewestRunIsReadUnlessOneIsNamed() throws IOException {
    Path log = log(PLAN, answer("c1", "complete", "right"), PLAN.replace("R1", "R2"));

    assertThat(RunReader.read(log, Optional.empty()).run()).isEqualTo("R2");
    assertThat(RunReader.read(log, Optional.of("R1")).answers()).hasSize(1);
    assertThatThrownBy(() -> RunReader.read(log, Optional.of("R3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no run R3");
  }

  @Test
  void aNumberThatIsNoneIsNotShown() throws IOException {
    RunRecord run =
        RunReader.read(
            log(PLAN, answer("c1", "complete", "x").replace("'value':5", "'value':'5'")),
            Optional.empty());

    assertThat(run.answers().get(0).value("time_to_first_token")).isEmpty();
  }
}
