package dev.zoetrope.report;

import static dev.zoetrope.metrics.Provenance.Kind.CLIENT_OBSERVED;
import static dev.zoetrope.metrics.Provenance.Kind.MEASURED_IN_PROCESS;
import static dev.zoetrope.metrics.Provenance.Kind.SERVER_REPORTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class TextTableTest {
  static final List<String> TEXTS = Hostile.TEXTS;

  @Test
  void wordsStandUnderANumberAndNumbersUnderTheSame() {
    assertThat(TextTable.of(Tables.of(2, "to the left")))
        .isEqualTo(
            """
            Which way does the ball move?

            [1] embedded:tiny-0 · grid-2x2
                to the left

            [2] embedded:tiny-1 · grid-2x2
                to the left

                             |  [1]   |  [2]   |
            ------------------------------------
             TTFT [ms]       |  12.3  |  13.3  |
             decode [tok/s]  |  1235  |  1235  |
             prefill [ms]    |   n/a  |   n/a  |

            Asked in turn.
            toy: it sees 64 pixels.
            stamped by this client: TTFT, decode
            n/a, the server does not tell: prefill""");
  }

  @Test
  void anAnswerWithoutAnyNumberGetsOneReason() {
    Cell failed = new Cell.Number(new Reading.Absent("the backend failed"));
    Cell quiet = new Cell.Number(new Reading.Absent("the server does not tell"));
    Table table =
        new Table(
            "t",
            List.of("TTFT [ms]", "prefill [ms]"),
            List.of(List.of(Tables.number(1), quiet), List.of(failed, failed)),
            List.of());

    assertThat(TextTable.of(table))
        .contains("n/a, the server does not tell: prefill [1]\n")
        .endsWith("n/a, the backend failed: all of [2]");
  }

  @Test
  void whoMeasuredANumberIsSaidForEachAnswerWhereTheyDiffer() {
    List<Cell> server = List.of(by(SERVER_REPORTED), by(CLIENT_OBSERVED));
    List<Cell> engine = List.of(by(MEASURED_IN_PROCESS), by(CLIENT_OBSERVED));
    Table table =
        new Table(
            "t", List.of("prefill [ms]", "frame age [ms]"), List.of(server, engine), List.of());

    assertThat(TextTable.of(table))
        .contains("reported by the server: prefill [1]\n")
        .contains("stamped by this client: frame age\n")
        .endsWith("measured in this process: prefill [2]");
  }

  private static Cell by(Provenance.Kind kind) {
    return new Cell.Number(new Reading.Value(1, "ms", new Provenance(kind, "b - a")));
  }

  @Test
  void itIsNeverWiderThanATerminal() {
    String text = TextTable.of(Tables.of(40, "a long answer that goes on and on ".repeat(40)));

    assertThat(text.lines()).allMatch(line -> Visible.columns(line) <= 80);
    assertThat(text).contains("[1]").contains("[40]").contains("…");
  }

  @Test
  void ofManyAnswersEachHasALine() {
    String text = TextTable.of(Tables.of(7, "to the left"));

    assertThat(text)
        .contains(
            """
                  |  TTFT [ms]  |  decode [tok/s]  |  prefill [ms]  |
            ---------------------------------------------------------
             [1]  |       12.3  |            1235  |           n/a  |
            """);
    assertThat(text.lines().filter(line -> line.startsWith(" [7]  |"))).hasSize(1);
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void aHostileTextMovesNoCursor(String hostile) {
    Table table =
        new Table(
            hostile, List.of(hostile), List.of(List.of(new Cell.Text(hostile))), List.of(hostile));
    String text = TextTable.of(table);

    assertThat(text.lines()).allMatch(line -> Visible.columns(line) <= 118).hasSizeLessThan(30);
    assertThat(text.codePoints())
        .noneMatch(c -> Character.isISOControl(c) && c != '\n')
        .noneMatch(c -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
  }

  @Test
  void wideLettersTakeTwoColumns() {
    String text = TextTable.of(Tables.of(1, "日本語のとても長い答え".repeat(20)));

    assertThat(text.lines()).allMatch(line -> Visible.columns(line) <= 118);
    assertThat(Visible.columns("日本")).isEqualTo(4);
    assertThat(Visible.columns("e\u0301a")).isEqualTo(2);
  }

  @Test
  void aTableOfNothingIsItsTitleAndNotes() {
    assertThat(TextTable.of(new Table("t", List.of("a"), List.of(), List.of("n"))))
        .isEqualTo("t\n\nn");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "0.123456, 0.123",
    "1.23456, 1.23",
    "12.3456, 12.3",
    "123.456, 123",
    "999.6, 1000",
    "1234.56, 1235",
    "123456789, 123456789",
    "0.0000123456, 0.0000123"
  })
  void aNumberHasThreeDigitsAndNoExponent(double value, String shown) {
    assertThat(Numbers.of(value)).isEqualTo(shown);
  }
}
