package dev.zoetrope.metrics;

/** What this process did with the pictures before the request began. */
final class Pictures {
  private Pictures() {}

  static Reading age(Observation o) {
    return o.pictures().<Reading>map(p -> age(p, o.timeline().start())).orElseGet(Pictures::none);
  }

  private static Reading age(Observation.PictureStamps pictures, long start) {
    long from = pictures.newestCapturedAt();
    long loading = pictures.loads().stream().mapToLong(load -> within(load, from, start)).sum();
    String formula = "request start - capture" + (loading == 0 ? "" : " - loading of the backends");
    return millis(start - from - loading, formula);
  }

  private static long within(Timeline.Span load, long from, long to) {
    return Math.max(0, Math.min(load.to(), to) - Math.max(load.from(), from));
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
