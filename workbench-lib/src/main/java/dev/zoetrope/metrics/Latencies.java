package dev.zoetrope.metrics;

import java.util.List;
import java.util.OptionalDouble;

/** From the request's start to its tokens. */
final class Latencies {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private Latencies() {}

  static Reading firstResponse(Observation o) {
    List<Timeline.Read> reads = o.timeline().wire().reads();
    if (Stamped.inProcess(o)) {
      return new Reading.Absent("there is no server");
    }
    return reads.isEmpty()
        ? new Reading.Absent("no byte came")
        : since(o, reads.get(0).at(), "first byte of the answer - request start");
  }

  static Reading firstToken(Observation o) {
    List<Long> deltas = o.timeline().deltas();
    return deltas.isEmpty() ? noToken(o) : since(o, deltas.get(0), "first token - request start");
  }

  static Reading firstContent(Observation o) {
    return o.timeline().firstContent().isEmpty()
        ? noToken(o)
        : since(o, o.timeline().firstContent().getAsLong(), "first content token - request start");
  }

  static Reading request(Observation o) {
    if (inOnePiece(o) && o.timeline().end().isPresent()) {
      return since(o, o.timeline().end().getAsLong(), "end of the answer - request start");
    }
    List<Long> deltas = o.timeline().deltas();
    return deltas.isEmpty()
        ? noToken(o)
        : since(o, deltas.get(deltas.size() - 1), "last token - request start");
  }

  static Reading load(Observation o) {
    return o.timeline()
        .load()
        .<Reading>map(
            s -> new Reading.Value(s.millis(), "ms", Stamped.by(o, "load and warm-up span")))
        .orElseGet(() -> new Reading.Absent("nothing had to load"));
  }

  static Reading serverLoad(Observation o) {
    OptionalDouble told = o.serverTimings().map(ServerTimings::loadMillis).orElse(NONE);
    return told.isPresent()
        ? reported(
            told.getAsDouble(), "load_duration: inside the request, its wait in line with it")
        : untold(o);
  }

  static Reading queue(Observation o) {
    OptionalDouble told = o.serverTimings().map(ServerTimings::queueMillis).orElse(NONE);
    return told.isPresent() ? reported(told.getAsDouble(), "metrics.queue_time_ms") : untold(o);
  }

  static Reading rest(Observation o) {
    OptionalDouble told = o.serverTimings().map(ServerTimings::restMillis).orElse(NONE);
    return told.isPresent()
        ? reported(told.getAsDouble(), "total - load - prompt - eval durations")
        : untold(o);
  }

  private static Reading untold(Observation o) {
    return new Reading.Absent(Stamped.inProcess(o) ? "there is no server" : Stamped.UNTOLD);
  }

  private static Reading reported(double millis, String formula) {
    return new Reading.Value(
        millis, "ms", new Provenance(Provenance.Kind.SERVER_REPORTED, formula));
  }

  private static Reading since(Observation o, long at, String formula) {
    return new Reading.Value((at - o.timeline().start()) / 1e6, "ms", Stamped.by(o, formula));
  }

  private static boolean inOnePiece(Observation o) {
    return o.timeline().origin() == Timeline.Origin.IN_ONE_PIECE;
  }

  private static Reading noToken(Observation o) {
    return new Reading.Absent(inOnePiece(o) ? "the answer was not streamed" : "no token came");
  }
}
