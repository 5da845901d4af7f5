package dev.zoetrope.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.SourceRegistry;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {
  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());
  private final FrameEncoder encoder = FrameEncoder.open(Ticker.system());

  @AfterEach
  void closeAll() {
    encoder.close();
    sources.close();
  }

  private Window window(int frames) {
    return sources.open("synthetic:moving-shape?seed=7&size=124").window(frames, "300ms");
  }

  private List<String> hashes(Encoding encoding, Window window) {
    return encoding.encode(window, encoder).images().stream().map(EncodedImage::sha256).toList();
  }

  @Test
  void reversedFramesAreTheSameBackwards() {
    Window window = window(4);
    List<String> backwards = new ArrayList<>(hashes(MultiImage.plain(), window));
    Collections.reverse(backwards);

    assertThat(hashes(Reordered.reversed(MultiImage.plain()), window)).isEqualTo(backwards);
  }

  @Test
  void shuffledFramesAreTheSameInAnotherOrderEachTime() {
    Window window = window(6);
    List<String> shuffled = hashes(Reordered.shuffled(MultiImage.plain(), 3), window);

    assertThat(shuffled)
        .containsExactlyInAnyOrderElementsOf(hashes(MultiImage.plain(), window))
        .isNotEqualTo(hashes(MultiImage.plain(), window))
        .isEqualTo(hashes(Reordered.shuffled(MultiImage.plain(), 3), window));
  }

  @Test
  void noShuffleShowsAMotionOneWay() {
    Set<List<Integer>> orders = new HashSet<>();
    for (int count = 4; count <= 9; count++) {
      for (long seed = 0; seed < 200; seed++) {
        List<Integer> order = Reordered.shuffle(count, seed);
        orders.add(order);
        assertThat(turns(order)).isGreaterThanOrEqualTo(2);
      }
    }
    assertThat(orders).hasSizeGreaterThan(300);
    assertThat(Reordered.shuffle(3, 1)).isNotIn(List.of(0, 1, 2), List.of(2, 1, 0));
  }

  private static int turns(List<Integer> order) {
    int turns = 0;
    for (int i = 2; i < order.size(); i++) {
      boolean up = order.get(i - 1) > order.get(i - 2);
      turns += up == order.get(i) > order.get(i - 1) ? 0 : 1;
    }
    return turns;
  }

  @Test
  void aControlSaysInItsNameWhatItIs() {
    assertThat(Reordered.shuffled(Grid.of(2, 2), 7).name()).isEqualTo("grid-2x2+shuffled:7");
    assertThat(Reordered.reversed(MultiImage.labelled()).encode(window(2), encoder).name())
        .isEqualTo("multi-labelled+reversed");
  }

  @Test
  void whatShowsOneFrameHasNoOrder() {
    assertThatThrownBy(() -> Reordered.reversed(SingleFrame.middle()).encode(window(4), encoder))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("needs at least 2 frames that are shown");
    assertThatThrownBy(() -> Reordered.shuffled(MultiImage.plain(), 1).encode(window(2), encoder))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("at least 3");
  }

  @Test
  void panelsNumberTheirFramesOn() {
    EncodedPrompt prompt = Panels.of(2, 2).encode(window(8), encoder);

    assertThat(prompt.images()).hasSize(2);
    assertThat(prompt.images().get(0).width()).isEqualTo(2 * (124 + 4));
    assertThat(prompt.parts())
        .filteredOn(ContentPart.Text.class::isInstance)
        .extracting(part -> ((ContentPart.Text) part).text())
        .containsExactly("Frames 1 to 4:", "Frames 5 to 8:", "Each image is a grid of frames.");
  }

  @Test
  void panelsThatAreNotFilledAreRefused() {
    assertThatThrownBy(() -> Panels.of(2, 2).encode(window(6), encoder))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("the window has 6");
  }

  @Test
  void encodingsOfOneBudgetShowAsManyPixels() {
    Window window = window(4);
    int budget = 64 * 64;

    assertThat(pixels(EqualPixels.of(SingleFrame.first(), budget), window))
        .isBetween(budget * 9 / 10, budget);
    assertThat(pixels(EqualPixels.of(MultiImage.plain(), budget), window))
        .isBetween(budget * 9 / 10, budget);
    EncodedImage grid =
        EqualPixels.of(Grid.of(2, 2), budget).encode(window, encoder).images().get(0);
    assertThat(grid.width()).isEqualTo(2 * (32 + 4));
  }

  @Test
  void aBudgetMakesNothingLarger() {
    Window window = window(2);

    assertThat(pixels(EqualPixels.of(MultiImage.plain(), 10_000_000), window))
        .isEqualTo(2 * 124 * 124);
  }

  @Test
  void aBudgetThatLeavesNothingToSeeIsRefused() {
    assertThatThrownBy(() -> EqualPixels.of(MultiImage.plain(), 300).encode(window(4), encoder))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("write more pixels");
  }

  private int pixels(Encoding encoding, Window window) {
    return encoding.encode(window, encoder).images().stream()
        .mapToInt(image -> image.width() * image.height())
        .sum();
  }

  @ParameterizedTest
  @CsvSource({
    "single, single-middle",
    "first, single-first",
    "grid:1x3, grid-1x3",
    "panels:2x2, panels-2x2",
    "multi@65536, multi-labelled@65536",
    "multi-plain+reversed, multi-plain+reversed",
    "grid:2x2+shuffled, grid-2x2+shuffled:0",
    "grid:2x2@4096+shuffled:7, grid-2x2@4096+shuffled:7"
  })
  void anEncodingIsNamedAsPeopleWriteIt(String written, String name) {
    assertThat(Encodings.named(written).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "grid",
        "grid:2",
        "multi+",
        "multi+backwards",
        "multi@",
        "+reversed",
        "multi+reversed@9999"
      })
  void whatIsNoEncodingIsRefused(String written) {
    assertThatThrownBy(() -> Encodings.named(written))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("is no encoding");
  }
}
