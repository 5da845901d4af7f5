package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

/**
 * One answer of a live session. The age of its frames at the request is its number {@code
 * frame_age}.
 *
 * @param answer the answer itself; its slot's repetition counts this backend's questions
 * @param prompt what was asked
 * @param endedAtNanos when it had ended, in ticker nanoseconds
 * @param dropped frames that gave way to newer ones since this backend's last question
 * @param skipped moments at which it should have been asked and was still busy, since then
 */
public record LiveAnswer(
    Answer answer, String prompt, long endedAtNanos, long dropped, long skipped) {
  public LiveAnswer {
    requireNonNull(answer, "answer is null");
    requireNonNull(prompt, "prompt is null");
  }
}
