package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

/**
 * What the phases of one answer took of this machine's energy, by counters of its devices: all that
 * those devices did meanwhile, this answer or not.
 *
 * @param prefill joules until the first token, or why there is no number
 * @param decode joules from the first token to the last, or why there is no number
 */
public record Energy(Reading prefill, Reading decode) {
  public Energy {
    requireNonNull(prefill, "prefill is null");
    requireNonNull(decode, "decode is null");
  }

  /** The same reason for both. */
  public static Energy absent(String reason) {
    return new Energy(new Reading.Absent(reason), new Reading.Absent(reason));
  }
}
