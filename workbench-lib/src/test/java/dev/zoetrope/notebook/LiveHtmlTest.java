package dev.zoetrope.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.LiveView;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveHtmlTest {
  private static final String HOSTILE = "<script>alert(1)</script>\u001b[2J";

  private static LiveView view(boolean live) {
    LiveView.Column column =
        new LiveView.Column(
            Answers.card("http://<b>", "here"),
            "<i>Open?</i>",
            LiveView.State.ASKING,
            HOSTILE,
            "<u>frame 0.2 s old</u>");
    return new LiveView("rtsp://<cam>", "STALLED: <none>", live, List.of(column));
  }

  @Test
  void nothingThatOthersWroteBecomesHtml() {
    assertThat(LiveHtml.of(view(true)))
        .doesNotContain("<script>", "<i>", "<u>", "<cam>", "<none>", "http://<b>")
        .contains("&lt;script&gt;", "frame 0.2 s old", "data-state=\"asking\"");
  }

  @Test
  void aSourceThatIsNotLiveIsMarked() {
    assertThat(LiveHtml.of(view(false))).contains("data-live=\"false\"", "STALLED", "color:");
    assertThat(LiveHtml.of(view(true)))
        .contains("data-live=\"true\"")
        .doesNotContain("error-color");
  }

  @Test
  void wordsHideNothingThatMovesACursor() {
    assertThat(LiveHtml.text(view(true)))
        .doesNotContain("\u001b")
        .contains("asking", "frame 0.2 s old");
  }
}
