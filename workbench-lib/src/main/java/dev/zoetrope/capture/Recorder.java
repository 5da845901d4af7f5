package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes a live source into a film, on a thread of its own, with what is said of it as subtitles
 * beside it ({@code NAME.vtt}, {@code NAME.srt}). The name's end decides: {@code .mp4} (H.264),
 * {@code .webm} (VP8), {@code .mkv} (FFV1: every pixel as it came). When the process is killed, all
 * but the last second can be read.
 *
 * <pre>{@code
 * try (Recorder recorder = Recorder.start(camera, Path.of("door.webm"), RecorderOptions.plain())) {
 *   …
 *   recorder.say(frame.time(), "The door is open.");
 *   RecordedClip clip = recorder.stop();
 * }
 * }</pre>
 *
 * <p>A slow disk or processor never delays the source: pictures wait in a queue, and the oldest
 * give way and are counted. Thread-safe. Whoever starts it closes it.
 */
public final class Recorder implements AutoCloseable {
  /** A second of a usual camera: 41 MB at 720p. */
  private static final int QUEUE = 30;

  /** How late it may be noticed that somebody wants it to stop. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Source source;
  private final Subscription pictures;
  private final Film film;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable RuntimeException failure;
  private OptionalDouble fps = OptionalDouble.empty();

  private Recorder(Source source, Film film) {
    this.source = source;
    this.pictures = source.subscribe(QUEUE);
    this.film = film;
  }

  /**
   * Begins with the source's next picture. A file of this name is replaced.
   *
   * @throws SourceException {@code not_live} for recordings, {@code no_font} if words are to be
   *     drawn and this machine cannot
   * @throws IllegalArgumentException if the name's end is none of the three
   */
  public static Recorder start(Source source, Path file, RecorderOptions options) {
    requireNonNull(source, "source is null");
    FilmKind kind = FilmKind.of(requireNonNull(file, "file is null"));
    requireNonNull(options, "options is null");
    if (options.burnt()) {
      Words.requireFont();
    }
    Recorder recorder = new Recorder(source, new Film(file, kind, source.uri(), options));
    CaptureThreads.daemon("recorder-" + file.getFileName(), recorder::run).start();
    return recorder;
  }

  private void run() {
    try (film) {
      while (stop.getCount() > 0 && !film.full() && (step(LOOK) || !ended())) {
        film.dropped(pictures.counts().dropped());
      }
      // What came before it was stopped.
      for (int i = 0; i < QUEUE && !film.full() && step(Duration.ZERO); i++) {
        film.dropped(pictures.counts().dropped());
      }
      film.finish();
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      pictures.close();
      begun.countDown();
      over.countDown();
    }
  }

  /** Whether there was a picture. */
  private boolean step(Duration patience) {
    Optional<Frame> next = next(patience);
    next.ifPresent(frame -> film.write(frame, fps));
    if (next.isPresent()) {
      begun.countDown();
    }
    return next.isPresent();
  }

  private Optional<Frame> next(Duration patience) {
    try {
      Optional<Frame> next = pictures.next(patience).map(LiveFrame::frame);
      if (next.isPresent() && begun.getCount() > 0) {
        fps = source.info().fps();
      }
      return next;
    } catch (IllegalStateException e) {
      if (last().state() == SourceState.CLOSED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean ended() {
    return last().state().over();
  }

  private SourceEvent last() {
    List<SourceEvent> events = source.events();
    return events.get(events.size() - 1);
  }

  /**
   * Says something of the source, which holds until something else is said: as a subtitle from the
   * time of the picture that it is about, and in the pictures from now on if they are to show it.
   *
   * @param about the source's time, as {@link Frame#time()}
   * @param words lines of text; empty for nothing more to say
   */
  public void say(Duration about, String words) {
    requireNonNull(about, "about is null");
    film.say(about, requireNonNull(words, "words is null"));
  }

  /** What was written so far; empty before the first picture. */
  public Optional<RecordedClip> clip() {
    return film.clip();
  }

  /**
   * Waits until it ends by itself: it is as long as it should be, or the source is over.
   *
   * @throws SourceException why there is nothing in it
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public RecordedClip await() throws InterruptedException {
    over.await();
    RuntimeException why = failure;
    if (why != null) {
      throw why;
    }
    return film.clip().orElseThrow(this::empty);
  }

  private SourceException empty() {
    SourceEvent last = last();
    return last.state() == SourceState.FAILED
        ? new SourceException(last.code().orElse("broken"), last.words())
        : new SourceException(
            "empty",
            source.uri() + " gave no picture while it was recorded: record it for longer.");
  }

  /**
   * Waits for the first picture.
   *
   * @throws SourceException as {@link #await()}
   */
  public RecordedClip first() throws InterruptedException {
    begun.await();
    Optional<RecordedClip> clip = film.clip();
    return clip.isPresent() ? clip.get() : await();
  }

  /** Waits a while; whether it has come to its end. */
  public boolean over(Duration patience) throws InterruptedException {
    return over.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends it now; otherwise as {@link #await()}. */
  public RecordedClip stop() throws InterruptedException {
    stop.countDown();
    return await();
  }

  /** Ends it and waits until the file is whole. A second call does nothing. */
  @Override
  public void close() {
    stop.countDown();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
