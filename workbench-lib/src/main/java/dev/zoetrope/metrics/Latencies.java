package dev.zoetrope.metrics;

import java.util.List;

/** From the request's start to its tokens. */
final class Latencies {
  private Latencies() {}

  static Reading firstToken(Observation o) {
    List<Long> deltas = o.timeline().deltas();
    return deltas.isEmpty() ? noToken() : since(o, deltas.get(0), "first token - request start");
  }

  static Reading firstContent(Observation o) {
    return o.timeline().firstContent().isEmpty()
        ? noToken()
        : since(o, o.timeline().firstContent().getAsLong(), "first content token - request start");
  }

  static Reading request(Observation o) {
    List<Long> deltas = o.timeline().deltas();
    return deltas.isEmpty()
        ? noToken()
        : since(o, deltas.get(deltas.size() - 1), "last token - request start");
  }

  static Reading load(Observation o) {
    return o.timeline()
        .load()
        .<Reading>map(
            s -> new Reading.Value(s.millis(), "ms", Stamped.by(o, "load and warm-up span")))
        .orElseGet(() -> new Reading.Absent("nothing had to load"));
  }

  private static Reading since(Observation o, long at, String formula) {
    return new Reading.Value((at - o.timeline().start()) / 1e6, "ms", Stamped.by(o, formula));
  }

  private static Reading noToken() {
    return new Reading.Absent("no token came");
  }
}
