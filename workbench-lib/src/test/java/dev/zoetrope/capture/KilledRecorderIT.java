package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is killed while it records leaves all but the last piece. */
class KilledRecorderIT {
  /** Pieces begin with each picture that is a second after such a one before. */
  private static final int WHOLE_PIECES = 75;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "webm", "mkv"})
  void allButTheLastPieceIsRead(String kind) throws Exception {
    Path file = folder.resolve("door." + kind);
    Path output = folder.resolve("output.txt");
    assertThat(KilledRecorder.run(file, output)).as(Files.readString(output)).isEqualTo(9);
    List<Frame> given = Studied.scene(KilledRecorder.SCENE, KilledRecorder.PICTURES);
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      Source replay = sources.open(file.toString());
      for (int i = 0; i < WHOLE_PIECES; i++) {
        Frame seen = replay.frame(Duration.ofMillis(40L * i));
        assertThat(seen.time()).isEqualTo(Duration.ofMillis(40L * i));
        assertThat(Pictures.psnr(Pictures.rgb(seen), Pictures.rgb(given.get(i))))
            .as("picture %d", i)
            .isGreaterThan(28);
      }
    }
  }
}
