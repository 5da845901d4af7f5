package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.Source;
import dev.zoetrope.temporal.Encoding;
import java.time.Duration;
import java.util.List;

/**
 * What to ask whom, again and again.
 *
 * @param source a live one; it is not closed
 * @param frames how many frames a question shows, at least 1
 * @param spacing from one of them to the next; more than zero where there are several
 * @param encoding how they are shown
 * @param backends who is asked, at least one
 * @param every the least time from one question to the next, for each backend
 * @param prompt the first question, not blank
 */
public record LiveSpec(
    Source source,
    int frames,
    Duration spacing,
    Encoding encoding,
    List<VlmBackend> backends,
    Duration every,
    Sampling sampling,
    String prompt) {
  public LiveSpec {
    requireNonNull(source, "source is null");
    requireNonNull(spacing, "spacing is null");
    requireNonNull(encoding, "encoding is null");
    backends = List.copyOf(backends);
    requireNonNull(every, "every is null");
    requireNonNull(sampling, "sampling is null");
    require(frames >= 1, "A question needs at least one frame.");
    require(
        frames == 1 || spacing.compareTo(Duration.ZERO) > 0,
        "Several frames need a time between them, such as 500ms.");
    require(!backends.isEmpty(), "Name at least one backend, such as embedded:tiny.");
    require(
        every.compareTo(Duration.ZERO) > 0,
        "Ask every so often: give a time such as every(\"1s\").");
    requireAsked(prompt);
  }

  static void requireAsked(String prompt) {
    require(
        !requireNonNull(prompt, "prompt is null").isBlank(),
        "The question is empty; ask something.");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
