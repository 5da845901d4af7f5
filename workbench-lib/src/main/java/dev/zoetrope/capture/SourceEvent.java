package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A live source changed its state.
 *
 * @param state what it is from now on
 * @param atNanos when, in ticker nanoseconds
 * @param code for {@code STALLED}, {@code RECONNECTING} and {@code FAILED}: the reason in one word,
 *     see {@link SourceException#code()}
 * @param words one sentence, credentials masked
 */
public record SourceEvent(SourceState state, long atNanos, Optional<String> code, String words) {
  public SourceEvent {
    requireNonNull(state, "state is null");
    requireNonNull(code, "code is null");
    requireNonNull(words, "words is null");
  }

  @Override
  public String toString() {
    return state + ": " + words;
  }
}
