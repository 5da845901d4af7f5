package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One backend's answer to one encoding of the frames.
 *
 * @param slot whose and which
 * @param frames the SHA-256 of each picture that was sent, in order
 * @param outcome what came
 * @param observation the stamps and counts behind the numbers; empty if the question was never sent
 */
public record Answer(
    Slot slot, List<String> frames, Outcome outcome, Optional<Observation> observation) {
  public Answer {
    requireNonNull(slot, "slot is null");
    frames = List.copyOf(frames);
    requireNonNull(outcome, "outcome is null");
    requireNonNull(observation, "observation is null");
  }

  /** Every standard metric by tag, in table order. */
  public Map<String, Reading> readings() {
    return observation.map(Metrics::of).orElseGet(() -> Metrics.absent(whyNone()));
  }

  private String whyNone() {
    return outcome instanceof Outcome.Cancelled ? "cancelled" : "the backend failed";
  }
}
