package dev.zoetrope.metrics;

/** What this process did with the pictures before the request began. */
final class Pictures {
  private Pictures() {}

  static Reading age(Observation o) {
    return o.pictures()
        .<Reading>map(
            p -> millis(o.timeline().start() - p.newestCapturedAt(), "request start - capture"))
        .orElseGet(Pictures::none);
  }

  static Reading encode(Observation o) {
    return o.pictures()
        .<Reading>map(
            p -> millis(p.encode().to() - p.encode().from(), "layout and compression span"))
        .orElseGet(Pictures::none);
  }

  private static Reading millis(long nanos, String formula) {
    return new Reading.Value(
        nanos / 1e6, "ms", new Provenance(Provenance.Kind.CLIENT_OBSERVED, formula));
  }

  private static Reading none() {
    return new Reading.Absent("no picture was sent");
  }
}
