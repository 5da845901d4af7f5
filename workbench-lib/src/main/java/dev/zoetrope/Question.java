package dev.zoetrope;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.CachePolicy;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.ComparisonSpec;
import dev.zoetrope.media.Window;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.MultiImage;
import dev.zoetrope.temporal.SingleFrame;
import java.util.List;
import java.util.function.Function;

/**
 * A comparison before its question. Each call changes this one and gives it back. Confined to one
 * thread.
 *
 * <pre>{@code
 * Compare.on(clip.window(4, "500ms"), vlms).as(SingleFrame.middle(), Grid.of(2, 2)).ask("Which way does it move?");
 * }</pre>
 */
public final class Question {
  /** Long enough for a caption; a runaway model must not hold the others up. */
  private static final int MAX_TOKENS = 128;

  private final Function<ComparisonSpec, ComparisonResult> runner;
  private final Window window;
  private final List<VlmBackend> backends;
  private List<Encoding> encodings;
  private Sampling sampling = Sampling.greedy(MAX_TOKENS);
  private int repetitions = 1;
  private AskOrder order = AskOrder.BY_HOST;
  private CachePolicy cache = CachePolicy.PLAIN;
  private boolean recorded;
  private long seed;

  Question(
      Function<ComparisonSpec, ComparisonResult> runner, Window window, List<VlmBackend> backends) {
    this.runner = requireNonNull(runner, "runner is null");
    this.window = requireNonNull(window, "window is null");
    this.backends = List.copyOf(backends);
    this.encodings =
        List.of(window.frames().size() == 1 ? SingleFrame.last() : MultiImage.labelled());
  }

  /**
   * The ways to show the frames; one picture each for one frame, labelled pictures for more,
   * otherwise.
   */
  public Question as(Encoding... ways) {
    encodings = List.of(ways);
    return this;
  }

  /** Asks all backends at once, also those that share a machine; the table says so. */
  public Question atOnce() {
    order = AskOrder.AT_ONCE;
    return this;
  }

  /** Asks one backend after the other, also those on different hosts. */
  public Question inTurn() {
    order = AskOrder.IN_TURN;
    return this;
  }

  /** Asks each so often, at least once. */
  public Question times(int count) {
    repetitions = count;
    return this;
  }

  /** How tokens are chosen; greedy and at most 128 otherwise. */
  public Question sampling(Sampling how) {
    sampling = requireNonNull(how, "how is null");
    return this;
  }

  /** What every request wants of its server's caches; plain otherwise. */
  public Question cache(CachePolicy wanted) {
    cache = requireNonNull(wanted, "wanted is null");
    return this;
  }

  /** Keeps in the log what goes over the wire; {@code replay:FILE#REQUEST} answers from it. */
  public Question recorded() {
    recorded = true;
    return this;
  }

  /** Which backend begins; 0 otherwise. */
  public Question seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Asks, blocks until all have answered, and keeps everything in the log.
   *
   * @throws dev.zoetrope.compare.ComparisonCancelled if the calling thread was interrupted: all
   *     sockets are closed, partial answers are in it
   */
  public ComparisonResult ask(String prompt) {
    return runner.apply(
        new ComparisonSpec(
            window,
            encodings,
            backends,
            prompt,
            sampling,
            repetitions,
            order,
            seed,
            cache,
            recorded));
  }
}
