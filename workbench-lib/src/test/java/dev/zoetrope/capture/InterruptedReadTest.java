package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterruptedReadTest {
  private static final Path CLIP =
      Path.of(System.getProperty("zoetrope.root"), "notebooks/clips/red-circle-right.mp4");
  private static final List<Duration> TIMES =
      IntStream.range(0, 75).mapToObj(i -> Duration.ofMillis(40L * i)).toList();

  @Test
  void aFrameAfterAStoppedReadIsTheRightOne() {
    try (SourceRegistry registry = SourceRegistry.open(Ticker.system());
        Source clip = registry.open(CLIP.toString())) {
      List<byte[]> right = TIMES.stream().map(clip::frame).map(Frame::i420).toList();
      for (int i = 0; i < TIMES.size(); i++) {
        stoppedRead(clip, TIMES.get((i * 7) % TIMES.size()));
        assertThat(clip.frame(TIMES.get(i)).i420()).as("frame %d", i).isEqualTo(right.get(i));
      }
    }
  }

  private static void stoppedRead(Source clip, Duration time) {
    Thread.currentThread().interrupt();
    try {
      clip.frame(time);
    } catch (SourceException e) {
      assertThat(e.code()).isEqualTo("cancelled");
    } finally {
      boolean unused = Thread.interrupted();
    }
  }
}
