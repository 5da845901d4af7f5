package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.CachePolicy;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.media.Window;
import dev.zoetrope.temporal.Encoding;
import java.util.List;

/**
 * What to ask whom.
 *
 * @param window the frames
 * @param encodings the ways to show them, at least one
 * @param backends who is asked, at least one
 * @param prompt the question, not blank
 * @param repetitions how often, at least 1
 * @param seed which backend begins
 * @param cache what every request wants of its server's caches
 * @param recorded whether each exchange with a server is told whole
 */
public record ComparisonSpec(
    Window window,
    List<Encoding> encodings,
    List<VlmBackend> backends,
    String prompt,
    Sampling sampling,
    int repetitions,
    AskOrder order,
    long seed,
    CachePolicy cache,
    boolean recorded) {
  public ComparisonSpec {
    requireNonNull(window, "window is null");
    encodings = List.copyOf(encodings);
    backends = List.copyOf(backends);
    requireNonNull(sampling, "sampling is null");
    requireNonNull(order, "order is null");
    requireNonNull(cache, "cache is null");
    require(!encodings.isEmpty(), "Name at least one encoding, such as SingleFrame.middle().");
    require(!backends.isEmpty(), "Name at least one backend, such as embedded:tiny.");
    require(
        !requireNonNull(prompt, "prompt is null").isBlank(),
        "The question is empty; ask something.");
    require(repetitions >= 1, "Repetitions must be at least 1.");
  }

  /** Caches as servers have them, nothing recorded. */
  public ComparisonSpec(
      Window window,
      List<Encoding> encodings,
      List<VlmBackend> backends,
      String prompt,
      Sampling sampling,
      int repetitions,
      AskOrder order,
      long seed) {
    this(
        window,
        encodings,
        backends,
        prompt,
        sampling,
        repetitions,
        order,
        seed,
        CachePolicy.PLAIN,
        false);
  }

  /** How many questions run at once. */
  public int abreast() {
    return new Schedule(this).lanes().size();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
