package dev.zoetrope.metrics;

/** Energy of an answer's phases. */
final class Joules {
  private static final String UNWATCHED = "no energy counter of this machine was watched";

  private Joules() {}

  static Reading prefill(Observation o) {
    return o.energy().map(Energy::prefill).orElseGet(() -> new Reading.Absent(UNWATCHED));
  }

  static Reading decode(Observation o) {
    return o.energy().map(Energy::decode).orElseGet(() -> new Reading.Absent(UNWATCHED));
  }

  static Reading perOutputToken(Observation o) {
    if (!(decode(o) instanceof Reading.Value decode)) {
      return decode(o);
    }
    int tokens = o.usage().completion().orElse(0);
    return tokens < 1
        ? new Reading.Absent("nobody counted the tokens")
        : new Reading.Value(
            decode.value() / tokens,
            "J",
            new Provenance(
                decode.provenance().kind(),
                "(" + decode.provenance().formula() + ") / output tokens"));
  }
}
