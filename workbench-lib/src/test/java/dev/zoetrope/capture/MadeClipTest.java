package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeClipTest {
  @TempDir Path folder;

  @Test
  void everyPictureOfACountedClipIsFoundByItsTime() throws Exception {
    Path clip = folder.resolve("count.mp4");
    ClipMaker.write("synthetic:counter?frames=200&fps=25&size=64", clip);
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system());
        Source source = sources.open(clip.toString())) {
      System.err.println(source.info() + " " + clip.toFile().length());
      for (int i = 0; i < 200; i++) {
        assertThat(Counted.number(source.at(i * 40 + "ms").last())).isEqualTo(i);
      }
      for (int i = 199; i >= 0; i -= 7) {
        assertThat(Counted.number(source.at(i * 40 + 39 + "ms").last())).isEqualTo(i);
      }
    }
  }
}
