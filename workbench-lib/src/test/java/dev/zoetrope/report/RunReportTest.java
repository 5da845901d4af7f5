package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.experiment.Rule;
import dev.zoetrope.experiment.RunAnswer;
import dev.zoetrope.experiment.RunRecord;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RunReportTest {
  private static RunAnswer answer(
      String id, String encoding, String state, String text, double ttft) {
    return new RunAnswer(
        id,
        new RunAnswer.Place(
            "embedded:tiny", encoding, "clip-" + id, "way", "direction", 0, 0, 0, List.of()),
        state,
        "stop",
        text,
        state.equals("failed") ? Optional.of("overloaded: busy") : Optional.empty(),
        Map.of(
            "time_to_first_token",
            new Reading.Value(
                ttft, "ms", new Provenance(Provenance.Kind.CLIENT_OBSERVED, "first - start"))),
        Optional.of(new Rule.Direction("right")));
  }

  private static RunRecord run(RunAnswer... answers) {
    return new RunRecord(
        "20261123T174537Z-1c988869",
        "which-way",
        "2026-11-23T17:45:37Z",
        Optional.of(4),
        Map.of("way", "Which way does it move?"),
        List.of(answers),
        Map.of("cpu", "a CPU"),
        Optional.empty(),
        1);
  }

  private static RunRecord usual() {
    return run(
        answer("1", "grid-2x2", "complete", "It moves right.", 10),
        answer("2", "grid-2x2", "complete", "It moves left.", 30),
        answer("3", "grid-2x2", "failed", "", 50));
  }

  private static String text(Table table, int row, String header) {
    Cell cell = table.rows().get(row).get(table.headers().indexOf(header));
    return ((Cell.Text) cell).text();
  }

  @Test
  void aWayIsSummedUpWithItsNumbersOfAnswers() {
    Table table = RunTables.summary(usual());

    assertThat(table.rows()).hasSize(1);
    assertThat(text(table, 0, "asked")).isEqualTo("3");
    assertThat(text(table, 0, "failed")).isEqualTo("1");
    assertThat(text(table, 0, "right")).startsWith("0.500 (").endsWith("n = 2)");
    assertThat(
            ((Cell.Number) table.rows().get(0).get(table.headers().indexOf("TTFT [ms]"))).reading())
        .isInstanceOfSatisfying(
            Reading.Value.class,
            median -> {
              assertThat(median.value()).isEqualTo(30);
              assertThat(median.provenance().formula()).startsWith("median of n = 3");
              assertThat(median.provenance().kind()).isEqualTo(Provenance.Kind.CLIENT_OBSERVED);
            });
  }

  @Test
  void whatIsMissingStandsAboveTheTable() {
    assertThat(RunTables.summary(usual()).title()).contains("1 of 4 questions have no answer yet");
    assertThat(RunTables.summary(usual()).notes())
        .anyMatch(n -> n.startsWith("1 lines of the log"));
  }

  @Test
  void anAnswerThatNoRuleReadsIsWrongAndNotUnderstood() {
    Table table =
        RunTables.summary(
            run(
                answer("1", "multi", "complete", "It moves right.", 1),
                answer("2", "multi", "complete", "Hard to say.", 1)));

    assertThat(text(table, 0, "right")).startsWith("0.500");
    assertThat(text(table, 0, "understood")).startsWith("0.500");
  }

  @Test
  void eachAnswerHasItsVerdict() {
    Table table = RunTables.answers(usual());

    assertThat(text(table, 0, "verdict")).isEqualTo("correct");
    assertThat(text(table, 1, "verdict")).isEqualTo("wrong");
    assertThat(text(table, 2, "verdict")).isEmpty();
    assertThat(text(table, 2, "answer")).isEqualTo("overloaded: busy");
  }

  @ParameterizedTest
  @FieldSource("dev.zoetrope.report.Hostile#TEXTS")
  void whatAModelWroteStaysWordsInAPage(String hostile) {
    String page = RunPage.html(run(answer("1", "grid-2x2", "complete", hostile, 10)));

    assertThat(Tags.of(page).all())
        .isEqualTo(Tags.of(RunPage.html(run(answer("1", "grid-2x2", "complete", "x", 10)))).all());
  }

  @ParameterizedTest
  @FieldSource("dev.zoetrope.report.Hostile#TEXTS")
  void whatAModelWroteStaysWordsInMarkdown(String hostile) {
    Table table =
        new Table(
            "answers",
            List.of("answer", "n"),
            List.of(List.of(new Cell.Text(hostile), new Cell.Text("1"))),
            List.of());
    List<String> lines = MarkdownTable.of(table).lines().toList();

    assertThat(lines).hasSize(5);
    assertThat(
            lines
                .get(4)
                .replace("\\\\", "")
                .replace("\\|", "")
                .chars()
                .filter(c -> c == '|')
                .count())
        .isEqualTo(3);
    assertThat(lines.get(4).replace("<br>", "")).doesNotContain("<", ">", "://", "@");
  }

  @Test
  void aSpreadsheetFindsNoFormula() {
    List<List<Cell>> rows = new ArrayList<>();
    for (String text : List.of("=1+1", "+1", "-1", "@x", "a,\"b\"\nc")) {
      rows.add(List.of(new Cell.Text(text)));
    }
    String csv = CsvTable.of(new Table("t", List.of("answer"), rows, List.of()));

    assertThat(csv).contains("'=1+1", "'+1", "'-1", "'@x", "\"a,\"\"b\"\"\nc\"");
    assertThat(csv.lines().findFirst()).contains("answer");
  }

  @Test
  void aMissingNumberIsNothingInCsv() {
    Table table =
        new Table(
            "t",
            List.of("a", "b"),
            List.of(
                List.of(new Cell.Text("x"), new Cell.Number(new Reading.Absent("nobody told")))),
            List.of());

    assertThat(CsvTable.of(table).lines().skip(1).findFirst().orElseThrow()).isIn("x,", "x,\"\"");
  }

  @Test
  void inATerminalEachRowHasALineUnderOneHead() {
    List<String> lines = TextTable.rows(RunTables.summary(usual())).lines().toList();
    int head =
        lines.indexOf(lines.stream().filter(l -> l.contains("encoding")).findFirst().orElseThrow());

    assertThat(lines.get(head + 1)).startsWith("[1]  embedded:tiny").contains("0.500 (");
    assertThat(lines.get(head).indexOf("encoding"))
        .isEqualTo(lines.get(head + 1).indexOf("grid-2x2"));
  }
}
