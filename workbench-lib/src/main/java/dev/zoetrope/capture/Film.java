package dev.zoetrope.capture;

import dev.zoetrope.media.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a recorder makes of pictures and words: begins with the first picture, gives each its own
 * time, draws and writes. Pictures come from one thread; words and looks from any.
 */
final class Film implements AutoCloseable {
  private static final double USUAL_FPS = 25;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Path file;
  private final FilmKind kind;
  private final String source;
  private final RecorderOptions options;
  private final Cues cues;
  private final Words words = new Words();
  private @Nullable FilmFile out;
  private volatile String said = "";
  private volatile @Nullable RecordedClip clip;
  private volatile long lost;
  private boolean full;
  private long late;
  private long lastPts;
  private long lastGap;
  private Duration lastKey = Duration.ZERO;

  Film(Path file, FilmKind kind, String source, RecorderOptions options) {
    this.file = file;
    this.kind = kind;
    this.source = source;
    this.options = options;
    this.cues = new Cues(file);
  }

  Optional<RecordedClip> clip() {
    return Optional.ofNullable(clip);
  }

  /** Whether it is as long as it should be. */
  boolean full() {
    return full;
  }

  void dropped(long before) {
    lost = before;
    RecordedClip now = clip;
    if (now != null) {
      clip = counted(now, now.length(), now.pictures());
    }
  }

  void say(Duration about, String text) {
    said = text;
    cues.say(about, text);
  }

  void write(Frame frame, OptionalDouble fps) {
    RecordedClip before = clip;
    RecordedClip now = before == null ? begin(frame, fps) : before;
    Duration time = frame.time().minus(now.begin());
    long pts = Math.round(time.toNanos() / 1e9 * kind.ticks());
    if (before != null && pts <= lastPts) {
      late++;
      clip = counted(now, now.length(), now.pictures());
      return;
    }
    if (options.length().filter(most -> time.compareTo(most) >= 0).isPresent()) {
      full = true;
      return;
    }
    lastGap = before == null ? Math.round(kind.ticks() / fps.orElse(USUAL_FPS)) : pts - lastPts;
    lastPts = pts;
    draw(shaped(frame, now), time, pts);
    clip = counted(now, time, now.pictures() + 1);
  }

  private RecordedClip begin(Frame first, OptionalDouble fps) {
    int width = kind.lossless() ? first.width() : Math.max(2, first.width() & ~1);
    int height = kind.lossless() ? first.height() : Math.max(2, first.height() & ~1);
    out = open(new FilmKind.Shape(width, height, fps.orElse(USUAL_FPS)));
    cues.begin(first.time());
    return new RecordedClip(file, source, width, height, first.time(), Duration.ZERO, 0, 0);
  }

  private FilmFile open(FilmKind.Shape shape) {
    try {
      return FilmFile.open(file, kind, shape);
    } catch (IllegalStateException e) {
      throw new SourceException(
          "unsupported",
          source
              + " has pictures of "
              + shape.width()
              + "x"
              + shape.height()
              + " pixels, which cannot be written into "
              + file
              + ": end its name in .mkv.");
    }
  }

  private RecordedClip counted(RecordedClip now, Duration length, long pictures) {
    return new RecordedClip(
        file, source, now.width(), now.height(), now.begin(), length, pictures, lost + late);
  }

  private void draw(Planes planes, Duration time, long pts) {
    if (options.burnt()) {
      words.draw(planes, time, said);
    }
    boolean key = pts == 0 || time.minus(lastKey).compareTo(SECOND) >= 0;
    lastKey = key ? time : lastKey;
    file().write(kind.fit(planes), pts, lastGap, key);
  }

  private FilmFile file() {
    FilmFile open = out;
    if (open == null) {
      throw new IllegalStateException("the film has not begun");
    }
    return open;
  }

  /** A source may change its size, a film cannot. */
  private static Planes shaped(Frame frame, RecordedClip now) {
    if (frame.width() == now.width() && frame.height() == now.height()) {
      return Planes.of(frame);
    }
    if (frame.width() / 2 == now.width() / 2 && frame.height() / 2 == now.height() / 2) {
      Planes cut = Planes.blank(now.width(), now.height());
      cut.paste(Planes.of(frame), 0, 0);
      return cut;
    }
    return Planes.of(
        Canvas.of(now.width(), now.height())
            .draw(frame, 0, 0, now.width(), now.height())
            .frame(frame.time(), frame.capturedAtNanos()));
  }

  /** Writes the rest and the index. */
  void finish() {
    if (out != null) {
      out.finish(lastGap);
      cues.finish(clip().map(RecordedClip::length).orElse(Duration.ZERO));
    }
  }

  @Override
  public void close() {
    if (out != null) {
      out.close();
      out = null;
    }
  }
}
