package dev.zoetrope.kernel.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.kernel.widget.Page.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AnyWidgetTest {
  private final Page page = new Page();

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void itCarriesItsCodeItsStyleAndItsTraits() {
    AnyWidget widget = Widgets.any("export default {}").css(".x {}");
    widget.trait("count", 5);

    page.draw(widget);

    assertThat(page.take().get(0).state())
        .containsEntry("_esm", "export default {}")
        .containsEntry("_css", ".x {}")
        .containsEntry("_model_module_version", "*")
        .containsEntry("count", 5)
        .containsKey("_anywidget_id");
  }

  @Test
  void traitsKeepTheirJavaTypeWhateverNumberThePageSends() {
    AnyWidget widget = Widgets.any("export default {}");
    Trait<Double> share = widget.trait("share", 0.5);
    Trait<List<Object>> points = widget.trait("points", List.of());
    Trait<byte[]> picture = widget.trait("picture", new byte[0]);
    page.show(widget);

    page.update(widget, Map.of("share", 1L, "points", List.of(1L, 2.5)));
    page.message(
        widget.id(),
        Map.of("method", "update", "state", Map.of(), "buffer_paths", List.of(List.of("picture"))),
        new byte[] {9});

    assertThat(share.get()).isEqualTo(1.0);
    assertThat(points.get()).containsExactly(1L, 2.5);
    assertThat(picture.get()).containsExactly(9);
  }

  @Test
  void messagesGoBothWaysWithBuffers() {
    List<byte[]> heard = new ArrayList<>();
    AnyWidget widget = Widgets.any("export default {}");
    widget.onMessage((content, buffers) -> heard.addAll(buffers));
    page.show(widget);

    page.custom(widget, Map.of("kind", "frame"), new byte[] {1, 2});
    widget.send(Map.of("kind", "answer"), new byte[] {3});

    assertThat(heard).containsExactly(new byte[] {1, 2});
    Seen sent = page.takeAbout(widget).get(0);
    assertThat(sent.data())
        .containsEntry("method", "custom")
        .containsEntry("content", Map.of("kind", "answer"));
    assertThat(sent.buffers()).containsExactly(new byte[] {3});
  }

  @Test
  void aCommandGetsItsAnswerUnderItsId() {
    AnyWidget widget =
        Widgets.any("export default {}")
            .onCommand("double", call -> Answer.of(call.message() + "!", new byte[] {7}));
    page.show(widget);

    page.custom(
        widget, Map.of("id", "q1", "kind", "anywidget-command", "name", "double", "msg", "hi"));

    Seen answer = page.takeAbout(widget).get(0);
    assertThat(Buffers.map(answer.data().get("content")))
        .containsEntry("id", "q1")
        .containsEntry("kind", "anywidget-command-response")
        .containsEntry("response", "hi!");
    assertThat(answer.buffers()).containsExactly(new byte[] {7});
  }

  @Test
  void aCommandThatFailsTellsThePageAndTheCell() {
    AnyWidget widget =
        Widgets.any("export default {}")
            .onCommand(
                "fail",
                call -> {
                  throw new IllegalStateException("no camera");
                });
    page.show(widget);

    page.custom(widget, Map.of("id", "q", "kind", "anywidget-command", "name", "fail"));

    assertThat(page.takeAbout(widget).get(0).content().toString()).contains("no camera");
    assertThat(page.failures).hasSize(1);
  }

  @Test
  void aCommandThatNobodyAnswersIsRefusedAtOnceAndNoMessageForOthers() {
    List<Object> heard = new ArrayList<>();
    AnyWidget widget =
        Widgets.any("export default {}").onCommand("known", call -> Answer.of("yes"));
    widget.onMessage((content, buffers) -> heard.add(content));
    page.show(widget);

    page.custom(widget, Map.of("id", "a", "kind", "anywidget-command", "name", "other"));
    page.custom(widget, Map.of("id", "b", "kind", "anywidget-command", "name", "known"));

    List<Seen> answers = page.takeAbout(widget);
    assertThat(answers).hasSize(2);
    assertThat(Buffers.map(answers.get(0).data().get("content")))
        .containsEntry("id", "a")
        .containsEntry("kind", "anywidget-command-response")
        .extractingByKey("response")
        .asString()
        .contains("error", "onCommand(\"other\"");
    assertThat(Buffers.map(answers.get(1).data().get("content"))).containsEntry("response", "yes");
    assertThat(heard).isEmpty();
  }

  @Test
  void aFrameIsAcknowledgedOnceItIsTakenAlsoWhenTakingItFailed() {
    List<Object> heard = new ArrayList<>();
    AnyWidget widget =
        Widgets.any("export default {}")
            .onFrame(
                3,
                (meta, bytes) -> {
                  heard.add(meta.get("ts") + ":" + bytes.length + ":" + page.take().size());
                  throw new IllegalStateException("full");
                });
    page.show(widget);

    page.custom(
        widget,
        Map.of("kind", "zoetrope-frame", "sender", "a", "seq", 4L, "meta", Map.of("ts", 8L)),
        new byte[] {1, 2});

    assertThat(heard).containsExactly("8:2:0");
    assertThat(Buffers.map(page.takeAbout(widget).get(0).data().get("content")))
        .containsEntry("kind", "zoetrope-frame-taken")
        .containsEntry("sender", "a")
        .containsEntry("seq", 4L);
    assertThat(page.failures).hasSize(1);
    assertThat(widget.model().get("_frame_credits")).isEqualTo(3);
    assertThat(String.valueOf(widget.model().get("_esm")))
        .contains("function frameSender(model)")
        .endsWith("export default {}");
  }

  @Test
  void aMissingResourceIsNamed() {
    assertThatThrownBy(() -> Widgets.any(AnyWidgetTest.class, "nowhere.js"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere.js");
  }
}
