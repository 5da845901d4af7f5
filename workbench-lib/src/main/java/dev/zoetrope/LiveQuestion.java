package dev.zoetrope;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.Source;
import dev.zoetrope.compare.LiveSession;
import dev.zoetrope.compare.LiveSpec;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.MultiImage;
import dev.zoetrope.temporal.SingleFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A live session before its question. Each call changes this one and gives it back. Confined to one
 * thread.
 *
 * <pre>{@code
 * var live = Compare.live(camera, vlms).every("1s").window(4, "500ms").as(Grid.of(2, 2)).ask("Is the door open?");
 * live.ask("Who came in?");       // from now on
 * live.close();
 * }</pre>
 */
public final class LiveQuestion {
  /** Short, for the next question waits for the answer's end. */
  private static final int MAX_TOKENS = 64;

  private final Function<LiveSpec, LiveSession> starter;
  private final Source source;
  private final List<VlmBackend> backends;
  private Duration every = Duration.ofSeconds(1);
  private int frames = 1;
  private Duration spacing = Duration.ZERO;
  private Optional<Encoding> encoding = Optional.empty();
  private Sampling sampling = Sampling.greedy(MAX_TOKENS);

  LiveQuestion(Function<LiveSpec, LiveSession> starter, Source source, List<VlmBackend> backends) {
    this.starter = requireNonNull(starter, "starter is null");
    this.source = requireNonNull(source, "source is null");
    this.backends = List.copyOf(backends);
  }

  /**
   * The least time from one question to the next, for each backend; a second otherwise.
   *
   * @param time such as "1s" or "250ms"
   */
  public LiveQuestion every(String time) {
    return every(Source.time(time));
  }

  /** As {@link #every(String)}. */
  public LiveQuestion every(Duration time) {
    every = requireNonNull(time, "time is null");
    return this;
  }

  /**
   * Shows the last of so many frames at even distances, up to the newest; one frame otherwise.
   *
   * @param count at least 1
   * @param distance such as "500ms"
   */
  public LiveQuestion window(int count, String distance) {
    frames = count;
    spacing = Source.time(distance);
    return this;
  }

  /** How they are shown; one picture each for one frame, labelled pictures for more, otherwise. */
  public LiveQuestion as(Encoding way) {
    encoding = Optional.of(way);
    return this;
  }

  /** How tokens are chosen; greedy and at most 64 otherwise. */
  public LiveQuestion sampling(Sampling how) {
    sampling = requireNonNull(how, "how is null");
    return this;
  }

  /**
   * Begins to ask and returns; everything is kept in the log.
   *
   * @return what changes the question, waits, and ends it
   * @throws dev.zoetrope.capture.SourceException {@code not_live} for recordings
   */
  public LiveSession ask(String prompt) {
    Encoding shown =
        encoding.orElseGet(() -> frames == 1 ? SingleFrame.last() : MultiImage.labelled());
    return starter.apply(
        new LiveSpec(source, frames, spacing, shown, backends, every, sampling, prompt));
  }
}
