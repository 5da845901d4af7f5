package dev.zoetrope.kernel.widget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.kernel.widget.Page.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WidgetsTest {
  private final Page page = new Page();

  @AfterEach
  void close() {
    page.close();
  }

  @Test
  void aWidgetIsUnknownToPagesUntilItIsShown() {
    IntSlider slider = Widgets.slider("speed", 0, 10).value(3);
    assertThat(page.take()).isEmpty();

    Map<String, Object> bundle = page.draw(slider);

    Seen open = page.take().get(0);
    assertThat(open.type()).isEqualTo("comm_open");
    assertThat(open.content()).containsEntry("target_name", "jupyter.widget");
    assertThat(open.metadata()).containsEntry("version", "2.1.0");
    assertThat(open.state())
        .containsEntry("_model_name", "IntSliderModel")
        .containsEntry("_model_module_version", "2.0.0")
        .containsEntry("value", 3)
        .containsEntry("max", 10);
    assertThat(bundle).containsEntry("text/plain", "speed: 3").containsKey("text/html");
    assertThat(bundle.get("application/vnd.jupyter.widget-view+json").toString())
        .contains(slider.id());
  }

  @Test
  void aChangeInJavaGoesToThePageOnceAndToListeners() {
    List<Integer> heard = new ArrayList<>();
    IntSlider slider = page.show(Widgets.slider("speed", 0, 10).onChange(heard::add));

    slider.value(4).value(4);

    assertThat(page.takeAbout(slider))
        .singleElement()
        .satisfies(
            update -> {
              assertThat(update.method()).isEqualTo("update");
              assertThat(update.state()).containsOnly(Map.entry("value", 4));
            });
    assertThat(heard).containsExactly(4);
  }

  @Test
  void aPageCannotMoveASliderBeyondItsRange() {
    List<Object> heard = new ArrayList<>();
    IntSlider whole = page.show(Widgets.slider("n", 0, 10).value(4).onChange(heard::add));
    FloatSlider real = page.show(Widgets.slider("x", 0.0, 1.0).value(0.5).onChange(heard::add));

    page.update(whole, Map.of("value", 999L));
    List<Seen> answered = page.takeAbout(whole);
    page.update(real, Map.of("value", -0.1));

    assertThat(whole.value()).isEqualTo(4);
    assertThat(real.value()).isEqualTo(0.5);
    assertThat(heard).isEmpty();
    assertThat(answered.get(answered.size() - 1).method()).isEqualTo("update");
    assertThat(answered.get(answered.size() - 1).state()).containsOnly(Map.entry("value", 4));
  }

  @Test
  void aChangeInOnePageGoesToListenersAndIsEchoedToTheOthers() {
    List<Integer> heard = new ArrayList<>();
    IntSlider slider = page.show(Widgets.slider("speed", 0, 10).onChange(heard::add));

    page.update(slider, Map.of("value", 7L));

    assertThat(slider.value()).isEqualTo(7);
    assertThat(heard).containsExactly(7);
    assertThat(page.takeAbout(slider)).extracting(Seen::method).containsExactly("echo_update");
  }

  @Test
  void aValueOfTheWrongSortIsRefusedAndSetRight() {
    IntSlider slider = page.show(Widgets.slider("speed", 0, 10).value(2));

    page.update(slider, Map.of("value", "fast"));

    assertThat(slider.value()).isEqualTo(2);
    List<Seen> sent = page.takeAbout(slider);
    assertThat(sent).extracting(Seen::method).containsExactly("echo_update", "update");
    assertThat(sent.get(1).state()).containsEntry("value", 2);
  }

  @Test
  void pagesCannotChangeWhatAWidgetIs() {
    AnyWidget widget = page.show(Widgets.any("export default {}"));

    page.update(widget, Map.of("_model_name", "EvilModel"));

    assertThat(widget.model().get("_model_name")).isEqualTo("AnyModel");
  }

  @Test
  void childrenAreOpenedBeforeTheBoxThatNamesThem() {
    Button inner = Widgets.button("Run");
    Box box = Widgets.row(inner);

    page.draw(box);

    List<Seen> opened = page.take();
    assertThat(opened).extracting(Seen::id).containsExactly(inner.id(), box.id());
    assertThat(opened.get(1).state()).containsEntry("children", List.of("IPY_MODEL_" + inner.id()));
  }

  @Test
  void aChildAddedLaterIsOpenedBeforeThePageHearsOfIt() {
    Box box = page.show(Widgets.column());
    Label label = Widgets.label("new");

    box.children(List.of(label));

    assertThat(page.take()).extracting(Seen::type).containsExactly("comm_open", "comm_msg");
  }

  @Test
  void layoutAndStyleAreModelsOfTheirOwn() {
    Button button = page.show(Widgets.button("Run"));

    button.layout().width("320px");
    button.style().color("teal");

    assertThat(page.take().stream().filter(each -> each.type().equals("comm_open")))
        .extracting(each -> each.state().get("_model_name"))
        .containsExactly("LayoutModel", "ButtonStyleModel");
    assertThat(button.style().model().get("button_color")).isEqualTo("teal");
  }

  @Test
  void bytesTravelBesideTheState() {
    byte[] jpeg = {(byte) 0xff, (byte) 0xd8, 1};
    Image image = Widgets.image(jpeg);

    page.draw(image);

    Seen open = page.take().get(0);
    assertThat(open.buffers()).containsExactly(jpeg);
    assertThat(open.data()).containsEntry("buffer_paths", List.of(List.of("value")));
    assertThat(open.state()).doesNotContainKey("value").containsEntry("format", "jpeg");
  }

  @Test
  void aDropdownGivesTheValueAndNotItsNumber() {
    Dropdown<Integer> dropdown = page.show(Widgets.dropdown("frames", List.of(1, 4, 9)));

    page.update(dropdown, Map.of("index", 2L));
    assertThat(dropdown.value()).isEqualTo(9);

    page.update(dropdown, Map.of("index", 99L));
    assertThat(dropdown.value()).isEqualTo(9);
    assertThat(dropdown.value(4).value()).isEqualTo(4);
    assertThatThrownBy(() -> dropdown.value(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 is none of [1, 4, 9]");
  }

  @Test
  void aClickCallsEachListenerAlsoAfterOneThatThrew() {
    List<String> heard = new ArrayList<>();
    Button button = Widgets.button("Run");
    button.onClick(
        () -> {
          throw new IllegalStateException("boom");
        });
    button.onClick(() -> heard.add("second"));
    page.show(button);

    page.custom(button, Map.of("event", "click"));

    assertThat(page.failures)
        .singleElement()
        .isInstanceOfSatisfying(IllegalStateException.class, e -> assertThat(e).hasMessage("boom"));
    assertThat(heard).containsExactly("second");
  }

  @Test
  void aReloadedPageGetsEveryWidgetWithItsBytes() {
    IntSlider slider = page.show(Widgets.slider("speed", 0, 10).value(6));
    Image image = page.show(Widgets.image(new byte[] {1, 2, 3}));

    page.open("control", "jupyter.widget.control");
    page.message("control", Map.of("method", "request_states"));

    List<Seen> sent = page.take();
    Seen guard = sent.get(0);
    assertThat(guard.state()).containsEntry("_model_name", "AnyModel");
    Seen answer = sent.get(1);
    assertThat(answer.method()).isEqualTo("update_states");
    Map<String, Object> states = Buffers.map(answer.data().get("states"));
    assertThat(states).containsOnlyKeys(slider.id(), image.id(), guard.id());
    assertThat(Buffers.map(Buffers.map(states.get(slider.id())).get("state")))
        .containsEntry("value", 6);
    assertThat(answer.data()).containsEntry("buffer_paths", List.of(List.of(image.id(), "value")));
    assertThat(answer.buffers()).containsExactly(new byte[] {1, 2, 3});
  }

  @Test
  void aPageCanAskForOneWidget() {
    IntSlider slider = page.show(Widgets.slider("speed", 0, 10).value(6));

    page.message(slider.id(), Map.of("method", "request_state"));

    assertThat(page.takeAbout(slider).get(0).state()).containsEntry("value", 6);
  }

  @Test
  void aClosedWidgetIsGoneOnBothSides() {
    Button button = page.show(Widgets.button("Run"));

    button.close();
    button.label("changed");

    assertThat(page.takeAbout(button)).extracting(Seen::type).containsExactly("comm_close");
    assertThat(page.info("jupyter.widget")).isEmpty();
  }

  @Test
  void aWidgetClosedByThePageCanBeShownAgain() {
    Button button = page.show(Widgets.button("Run"));

    page.close(button.id());
    page.draw(button);

    assertThat(page.takeAbout(button)).extracting(Seen::type).containsExactly("comm_open");
  }

  @Test
  void whatAnOutputCatchesIsItsStateAndNoneOfTheCells() {
    Output log = page.show(Widgets.output());

    log.run(() -> page.screen.current().print("stdout", "one "));
    log.run(() -> page.screen.current().print("stdout", "two"));

    assertThat(page.take()).extracting(Seen::type).containsOnly("comm_msg");
    assertThat(log.model().get("outputs"))
        .isEqualTo(List.of(Map.of("output_type", "stream", "name", "stdout", "text", "one two")));
    assertThat(log).hasToString("one two");
    log.clear();
    assertThat(log).hasToString("");
  }

  @Test
  void anOutputThatIsNotShownSaysWhatToDo() {
    assertThatThrownBy(() -> Widgets.output().run(() -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("display(output)");
  }

  @Test
  void everyControlHasAStaticFallbackWithEscapedWords() {
    assertThat(page.draw(Widgets.text("name", "<script>")).get("text/html"))
        .isEqualTo("<code>name: &lt;script&gt;</code>");
    assertThat(page.draw(Widgets.progress("load", 4).value(1.0)))
        .containsEntry("text/plain", "load: 25 %");
    assertThat(page.draw(Widgets.row(Widgets.checkbox("on", true), Widgets.button("Go"))))
        .containsEntry("text/plain", "[x] on  [Go]");
    assertThat(page.draw(Widgets.tabs().add("a", Widgets.html("<b>bold</b>"))))
        .containsEntry("text/html", "<h4>a</h4><b>bold</b>");
  }
}
