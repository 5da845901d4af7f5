package dev.zoetrope.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.SourceRegistry;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private final AtomicLong clock = new AtomicLong();
  private final Ticker ticker = () -> clock.addAndGet(10);
  private final SourceRegistry sources = SourceRegistry.open(ticker);
  private final FrameEncoder encoder = FrameEncoder.open(ticker);

  @AfterEach
  void closeAll() {
    encoder.close();
    sources.close();
  }

  private Window window(int frames) {
    return sources.open("synthetic:moving-shape?seed=7&size=124").window(frames, "700ms");
  }

  @Test
  void aSingleFrameIsTheOneInTheMiddleOrTheLast() {
    Window window = window(4);
    EncodedImage middle = encoder.encode(window.frames().get(2)).image();
    EncodedPrompt prompt = SingleFrame.middle().encode(window, encoder);
    assertThat(prompt.images()).extracting(EncodedImage::sha256).containsExactly(middle.sha256());
    assertThat(prompt.newestCapturedAtNanos()).isEqualTo(window.middle().capturedAtNanos());
    assertThat(SingleFrame.last().encode(window, encoder).newestCapturedAtNanos())
        .isEqualTo(window.last().capturedAtNanos());
  }

  @Test
  void aGridHoldsItsFramesRowByRow() {
    Window window = window(4);
    Frame grid = Grid.of(2, 2).unlabelled().compose(window.frames());
    assertThat(grid.width()).isEqualTo(2 * (124 + 4));
    for (int i = 0; i < 4; i++) {
      int left = i % 2 * 128 + 2;
      int top = i / 2 * 128 + 2;
      for (int y = 0; y < 124; y += 7) {
        for (int x = 0; x < 124; x += 5) {
          assertThat(grid.i420()[(top + y) * 256 + left + x])
              .isEqualTo(window.frames().get(i).i420()[y * 124 + x]);
        }
      }
    }
    assertThat(grid.i420()[0]).isZero();
    assertThat(grid.i420()[127 * 256 + 127]).isZero();
  }

  @Test
  void labelsTouchOnlyACornerOfEachCell() {
    Window window = window(4);
    byte[] with = Grid.of(2, 2).compose(window.frames()).i420();
    byte[] without = Grid.of(2, 2).unlabelled().compose(window.frames()).i420();
    int changed = 0;
    for (int i = 0; i < 256 * 256; i++) {
      boolean corner = i % 256 % 128 < 16 && i / 256 % 128 < 16;
      assertThat(corner || with[i] == without[i]).isTrue();
      changed += with[i] == without[i] ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(100);
  }

  @Test
  void aGridOfAnotherSizeThanTheWindowIsRefused() {
    assertThatThrownBy(() -> Grid.of(2, 2).encode(window(3), encoder))
        .isInstanceOf(EncodingException.class)
        .hasMessage(
            "A 2x2 grid shows 4 frames, the window has 3: write window(4, …) or another grid.");
    assertThatThrownBy(() -> Grid.of(0, 2)).isInstanceOf(EncodingException.class);
  }

  @Test
  void severalPicturesComeOldestFirstWithTheirLabels() {
    List<ContentPart> parts = MultiImage.labelled().encode(window(3), encoder).parts();
    assertThat(parts).hasSize(6);
    assertThat(parts.get(0)).isEqualTo(new ContentPart.Text("Frame 1:"));
    assertThat(parts.get(4)).isEqualTo(new ContentPart.Text("Frame 3:"));
    assertThat(MultiImage.plain().encode(window(3), encoder).parts())
        .hasSize(3)
        .allMatch(ContentPart.Image.class::isInstance);
  }

  @Test
  void theQuestionFollowsAHintInTheSameText() {
    EncodedPrompt grid = Grid.of(1, 2).encode(window(2), encoder);
    assertThat(grid.asking("Where?"))
        .hasSize(2)
        .last()
        .isEqualTo(new ContentPart.Text("The image is a grid of frames. Where?"));
    assertThat(MultiImage.plain().encode(window(2), encoder).asking("Where?"))
        .hasSize(3)
        .last()
        .isEqualTo(new ContentPart.Text("Where?"));
  }

  @Test
  void theTimeOfEncodingSpansAllPictures() {
    EncodedPrompt prompt = MultiImage.plain().encode(window(3), encoder);
    assertThat(prompt.encodeToNanos() - prompt.encodeFromNanos()).isEqualTo(50);
  }

  @Test
  void namesAreShortAndStable() {
    assertThat(
            List.of(
                SingleFrame.middle().name(),
                SingleFrame.last().name(),
                Grid.of(2, 3).name(),
                Grid.of(2, 3).unlabelled().name(),
                MultiImage.labelled().name(),
                MultiImage.plain().name()))
        .containsExactly(
            "single-middle",
            "single-last",
            "grid-2x3",
            "grid-2x3-unlabelled",
            "multi-labelled",
            "multi-plain");
  }

  @Test
  void framesOfDifferentSizesShareAGrid() {
    Frame tall = sources.open("synthetic:counter?size=32x64").at("0s").last();
    Frame wide = sources.open("synthetic:counter?size=64x32").at("0s").last();
    Frame grid = Grid.of(1, 2).unlabelled().compose(List.of(wide, tall));
    assertThat(grid.width()).isEqualTo(2 * 68);
    assertThat(grid.height()).isEqualTo(36);
  }

  @Test
  void aFilmstripHasAllFramesAndALineOfTimes() {
    EncodedImage strip = Filmstrip.of(window(4), encoder);
    assertThat(strip.width()).isEqualTo(4 * (128 + 4));
    assertThat(strip.height()).isEqualTo(128 + 18);
  }
}
