package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.BackendCard;

/**
 * The place of one answer.
 *
 * @param index from 0, in the order of encodings, then backends, then repetitions
 * @param backend who answers
 * @param encoding how the frames were shown
 * @param repetition from 0
 */
public record Slot(int index, BackendCard backend, String encoding, int repetition) {
  public Slot {
    requireNonNull(backend, "backend is null");
    requireNonNull(encoding, "encoding is null");
  }
}
