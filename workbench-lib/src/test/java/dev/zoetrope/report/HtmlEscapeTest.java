package dev.zoetrope.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a model wrote is shown, and does nothing else. */
class HtmlEscapeTest {
  static final List<String> TEXTS = Hostile.TEXTS;

  @ParameterizedTest
  @FieldSource("TEXTS")
  void aHostileTextIsOnlyText(String hostile) {
    String html = HtmlTable.of(everywhere(hostile));

    Tags tags = Tags.of(html);
    assertThat(tags.names()).isEqualTo(Tags.of(HtmlTable.of(everywhere("x"))).names());
    assertThat(tags.all()).hasSameSizeAs(Tags.of(HtmlTable.of(everywhere("x"))).all());
    assertThat(tags.all())
        .allMatch(
            tag ->
                List.of("style", "class", "title", "scope").containsAll(tag.attributes().keySet()));
    assertThat(tags.text()).contains(Visible.of(hostile).strip());
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void nothingThatIsHiddenComesThrough(String hostile) {
    assertThat(Html.escape(hostile).codePoints().filter(c -> c != '\n' && c != '\t'))
        .noneMatch(Character::isISOControl)
        .noneMatch(c -> c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069)
        .noneMatch(c -> c == 0x200E || c == 0x200F || c == 0x061C || c == 0x200B || c == 0xFEFF)
        .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  @Test
  void anInnocentTextIsReadAsItWasWritten() {
    String innocent = "a < b && c > \"d\" — é 日本 \ud83d\udc68\u200d\ud83d\udc69 می\u200cخواهم\n\tx";

    assertThat(Tags.of(Html.escape(innocent)).text()).isEqualTo(innocent);
  }

  @Test
  void lineEndsOfWindowsAreLineEnds() {
    assertThat(Html.escape("a\r\nb\rc")).isEqualTo("a\nb\uFFFDc");
  }

  /** In the title, a header, words, a formula, a reason and a note. */
  private static Table everywhere(String text) {
    Reading value =
        new Reading.Value(1, "ms", new Provenance(Provenance.Kind.SERVER_REPORTED, text));
    return new Table(
        text,
        List.of(text, "n", "absent"),
        List.of(
            List.of(
                new Cell.Text(text),
                new Cell.Number(value),
                new Cell.Number(new Reading.Absent(text)))),
        List.of(text));
  }
}
