package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.media.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A recording of pictures that the test gives, one when the one before is written. */
final class Studied implements AutoCloseable {
  /** Only a test that fails waits so often. */
  private static final int PATIENCE = 60_000;

  private final AtomicLong now = new AtomicLong(5_000_000_000L);
  private final SourceRegistry sources = SourceRegistry.open(now::get);
  final PushSource source = sources.push("door");
  final Recorder recorder;
  final List<Frame> given = new ArrayList<>();

  Studied(Path file, RecorderOptions options) {
    recorder = Recorder.start(source, file, options);
  }

  /** Pictures of a scene at their own times, 40 ms apart. */
  static List<Frame> scene(String uri, int count) {
    try (SourceRegistry registry = SourceRegistry.open(() -> 0)) {
      Source scene = registry.open(uri);
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        frames.add(scene.frame(Duration.ofMillis(40L * i)));
      }
      return frames;
    }
  }

  /** Shows a picture so long after the first one, and waits until it is dealt with. */
  void show(Frame frame, long millis) throws InterruptedException {
    now.set(5_000_000_000L + millis * 1_000_000);
    source.push(frame);
    given.add(frame);
    for (int i = 0; dealtWith() < given.size() && !recorder.over(Duration.ofMillis(1)); i++) {
      assertThat(i).as("the recorder does nothing any more").isLessThan(PATIENCE);
    }
  }

  private long dealtWith() {
    return recorder.clip().map(clip -> clip.pictures() + clip.dropped()).orElse(0L);
  }

  @Override
  public void close() {
    recorder.close();
    sources.close();
  }
}
