package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittedClipTest {
  private static final Path CLIP =
      Path.of(System.getProperty("zoetrope.root"), "notebooks/clips/red-circle-right.mp4");

  @TempDir Path folder;

  @Test
  void theDemosClipCanBeMadeAgainFromItsTruth() throws Exception {
    Path again = folder.resolve("again.mp4");
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      Source committed = sources.open(CLIP.toString());
      Truth truth = committed.truth().orElseThrow();
      ClipMaker.write(truth.uri(), again);
      Source made = sources.open(again.toString());
      assertThat(made.truth().orElseThrow().toJson()).isEqualTo(truth.toJson());
      assertThat(made.info()).isEqualTo(committed.info());
      for (int i = 0; i < truth.frames(); i += 13) {
        Duration at = Duration.ofMillis(i * 40L);
        assertThat(Pictures.psnr(Pictures.rgb(made.frame(at)), Pictures.rgb(committed.frame(at))))
            .isGreaterThan(40);
      }
    }
  }

  @Test
  void theDemosClipShowsWhatTheSceneDraws() throws Exception {
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      Source clip = sources.open(CLIP.toUri().toString());
      Source scene = sources.open(clip.truth().orElseThrow().uri());
      assertThat(clip.truth().orElseThrow().direction()).isEqualTo("right");
      for (String at : new String[] {"0s", "1s", "3.16s"}) {
        double psnr =
            Pictures.psnr(Pictures.rgb(clip.at(at).last()), Pictures.rgb(scene.at(at).last()));
        assertThat(psnr).isGreaterThan(36);
      }
    }
  }

  @Test
  void theDemosClipIsSmall() throws Exception {
    assertThat(Files.size(CLIP)).isLessThan(300_000);
  }
}
