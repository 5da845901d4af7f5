package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

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
 */
public record ComparisonSpec(
    Window window,
    List<Encoding> encodings,
    List<VlmBackend> backends,
    String prompt,
    Sampling sampling,
    int repetitions,
    AskOrder order,
    long seed) {
  public ComparisonSpec {
    requireNonNull(window, "window is null");
    encodings = List.copyOf(encodings);
    backends = List.copyOf(backends);
    requireNonNull(sampling, "sampling is null");
    requireNonNull(order, "order is null");
    require(!encodings.isEmpty(), "Name at least one encoding, such as SingleFrame.middle().");
    require(!backends.isEmpty(), "Name at least one backend, such as embedded:tiny.");
    require(
        !requireNonNull(prompt, "prompt is null").isBlank(),
        "The question is empty; ask something.");
    require(repetitions >= 1, "Repetitions must be at least 1.");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
