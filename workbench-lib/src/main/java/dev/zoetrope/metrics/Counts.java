package dev.zoetrope.metrics;

import java.util.OptionalInt;

/** Tokens as they were counted; a missing count is never guessed from the text. */
final class Counts {
  private Counts() {}

  static Reading input(Observation o) {
    return count(o, o.usage().prompt(), "prompt tokens");
  }

  static Reading vision(Observation o) {
    return o.usage().visionByDifference()
        ? o.usage().vision().stream()
            .<Reading>mapToObj(Counts::difference)
            .findFirst()
            .orElseThrow()
        : count(o, o.usage().vision(), "image tokens of the prompt");
  }

  private static Reading difference(int tokens) {
    return new Reading.Value(
        tokens,
        "tokens",
        new Provenance(
            Provenance.Kind.DERIVED_BY_DIFFERENCE,
            "prompt tokens - prompt tokens of the same words without pictures"));
  }

  static Reading cached(Observation o) {
    return count(o, o.usage().cached(), "cached prompt tokens");
  }

  static Reading output(Observation o) {
    return count(o, o.usage().completion(), "completion tokens");
  }

  static Reading reasoning(Observation o) {
    return Stamped.inProcess(o)
        ? new Reading.Absent("the model does not reason")
        : count(o, o.usage().reasoning(), "reasoning tokens of the completion");
  }

  private static Reading count(Observation o, OptionalInt count, String formula) {
    return count.isEmpty()
        ? new Reading.Absent(Stamped.inProcess(o) ? "it ended before" : Stamped.UNTOLD)
        : new Reading.Value(count.getAsInt(), "tokens", provenance(o, formula));
  }

  private static Provenance provenance(Observation o, String formula) {
    return Stamped.inProcess(o)
        ? Stamped.by(o, formula)
        : new Provenance(Provenance.Kind.COUNTED_BY_USAGE, formula);
  }
}
