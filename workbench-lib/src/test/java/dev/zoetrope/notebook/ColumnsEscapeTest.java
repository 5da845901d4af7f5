package dev.zoetrope.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.Slot;
import dev.zoetrope.notebook.ColumnsView.Column;
import dev.zoetrope.report.Hostile;
import dev.zoetrope.report.Tags;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** While it streams, what a model writes is only text too. */
class ColumnsEscapeTest {
  static final List<String> TEXTS = Hostile.TEXTS;

  @ParameterizedTest
  @FieldSource("TEXTS")
  void aHostileAnswerAddsNoTag(String hostile) {
    Tags tags = Tags.of(view(hostile).html());

    assertThat(tags.names()).containsOnly("div", "/div", "b", "/b", "span", "/span");
    assertThat(tags.all()).hasSameSizeAs(Tags.of(view("x").html()).all());
    assertThat(tags.all())
        .allMatch(
            tag -> List.of("style", "class", "data-state").containsAll(tag.attributes().keySet()));
  }

  @ParameterizedTest
  @FieldSource("TEXTS")
  void aHostileAnswerMovesNoCursor(String hostile) {
    assertThat(view(hostile).text().codePoints())
        .noneMatch(c -> Character.isISOControl(c) && c != '\n');
  }

  /** In the answer, the caption, the backend's name and the order. */
  private static ColumnsView view(String text) {
    Slot slot = new Slot(0, Answers.card("x:" + text, "here"), text, 0);
    return new ColumnsView(text, List.of(new Column(slot, "failed", text, text)));
  }
}
