package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.Frame;
import dev.zoetrope.media.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Pictures by time. Open one with {@link SourceRegistry#open(String)}, or write your own: four
 * methods are enough.
 *
 * <pre>{@code
 * try (Source clip = sources.open("clips/door.mp4")) {
 *   Window now = clip.at("2s");                  // the picture that is shown at 2 s
 *   Window four = clip.window(4, "500ms");       // 0, 0.5, 1 and 1.5 s
 * }
 * }</pre>
 *
 * <p>Times are the source's own, from its first picture. The sources of this room are thread-safe;
 * {@link #close()} or an interrupt ends a call that runs on another thread. After {@code close()}
 * every other method throws {@link IllegalStateException}.
 */
public interface Source extends AutoCloseable {
  /** Where it comes from, credentials masked. */
  String uri();

  /**
   * A time as people write it.
   *
   * @param text such as "2s", "500ms", "1m3.5s" or "PT2S"
   * @throws SourceException {@code bad_time} if it is none
   */
  static Duration time(String text) {
    return Times.parse(text);
  }

  /** Size, length, rate. */
  SourceInfo info();

  /**
   * The picture that is shown at a time: the newest one that is not later.
   *
   * @throws SourceException {@code bad_time}, {@code beyond_end}, {@code corrupt}, {@code
   *     cancelled}
   */
  Frame frame(Duration time);

  /** Frees what it holds. A second call does nothing. */
  @Override
  void close();

  /** What is known to be in the pictures, if somebody wrote it down. */
  default Optional<Truth> truth() {
    return Optional.empty();
  }

  /**
   * The newest picture of a live source; waits for one while none comes, and never hands out an old
   * one as new.
   *
   * @throws SourceException {@code not_live} for recordings; why no picture comes, otherwise
   */
  default Window latest() {
    throw Times.notLive(this);
  }

  /**
   * A slot of one's own for the newest picture of a live source; the caller closes it.
   *
   * @throws SourceException {@code not_live} for recordings
   */
  default Subscription subscribe() {
    return subscribe(1);
  }

  /**
   * As {@link #subscribe()}, but a queue: for who wants each picture as long as it keeps up. When
   * the queue is full, the oldest gives way.
   *
   * @param pictures how many may wait, at least 1; each holds its native memory
   * @throws SourceException {@code not_live} for recordings
   */
  default Subscription subscribe(int pictures) {
    throw Times.notLive(this);
  }

  /** What a live source went through, oldest first; nothing for recordings. */
  default List<SourceEvent> events() {
    return List.of();
  }

  /**
   * Tells of what a live source went through and of what comes, in order, on a thread that sources
   * share for it; a recording tells nothing.
   */
  default void onEvent(Consumer<SourceEvent> listener) {
    requireNonNull(listener, "listener is null");
  }

  /**
   * One picture, the one that is shown at this time.
   *
   * @throws SourceException as {@link #frame(Duration)}
   */
  default Window at(Duration time) {
    Duration checked = Times.within(this, time);
    return new Window(uri(), List.of(frame(checked)), Duration.ZERO);
  }

  /**
   * As {@link #at(Duration)}.
   *
   * @param time such as "2s", "500ms", "1m3.5s" or "PT2S"
   */
  default Window at(String time) {
    return at(Times.parse(time));
  }

  /**
   * Pictures at even distances from the start on; of a live source those of the last moments, so
   * that the last is the newest.
   *
   * @throws SourceException as {@link #frame(Duration)}, also when the source is too short
   */
  default Window window(int frames, Duration spacing) {
    return window(frames, spacing, Duration.ZERO);
  }

  /** As {@link #window(int, Duration)}, with a time such as "500ms". */
  default Window window(int frames, String spacing) {
    return window(frames, Times.parse(spacing));
  }

  /** As {@link #window(int, Duration, Duration)}, with times such as "500ms". */
  default Window window(int frames, String spacing, String start) {
    return window(frames, Times.parse(spacing), Times.parse(start));
  }

  /**
   * Pictures at even distances.
   *
   * @param frames how many, at least 1
   * @param spacing from one to the next, more than zero
   * @param start the time of the first
   * @throws SourceException as {@link #frame(Duration)}, also when the source is too short
   */
  default Window window(int frames, Duration spacing, Duration start) {
    requireNonNull(spacing, "spacing is null");
    requireNonNull(start, "start is null");
    Times.fits(this, frames, spacing, start);
    List<Frame> chosen =
        IntStream.range(0, frames)
            .mapToObj(i -> frame(start.plus(spacing.multipliedBy(i))))
            .toList();
    return new Window(uri(), chosen, spacing);
  }
}
