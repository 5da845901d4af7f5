package dev.zoetrope.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.FinishReason;
import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.compare.Slot;
import dev.zoetrope.notebook.ColumnsView.Column;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColumnsViewTest {
  private final Slot slot = new Slot(0, Answers.card("scripted:a", "here"), "grid-2x2", 0);

  @Test
  void anAnswerThatWasCutLooksCut() {
    ColumnsView view = view(new Outcome.Complete("It mo", FinishReason.LENGTH));

    assertThat(view.html())
        .contains("data-state=\"incomplete\"")
        .contains("It mo")
        .contains("cut at the token limit");
    assertThat(view.text()).contains("incomplete] It mo (cut at the token limit");
  }

  @Test
  void aWholeAnswerIsDone() {
    ColumnsView view = view(new Outcome.Complete("It moves right.", FinishReason.STOP));

    assertThat(view.html()).contains("data-state=\"done\"").doesNotContain("token limit");
  }

  @Test
  void aFailureSaysWhyAlsoWithoutHtml() {
    ColumnsView view = view(new Outcome.Failed("", "unreachable", "Start the server."));

    assertThat(view.html()).contains("data-state=\"failed\"").contains("Start the server.");
    assertThat(view.text()).contains("failed]").contains("(Start the server.)");
  }

  private ColumnsView view(Outcome outcome) {
    return new ColumnsView(
        "in turn",
        List.of(
            Column.waiting(slot)
                .asking()
                .ended(new Answer(slot, List.of(), outcome, Optional.empty()))));
  }
}
