package dev.zoetrope.metrics;

import java.util.OptionalLong;

/** What this side did before a server could begin. */
final class Sending {
  private Sending() {}

  static Reading queue(Observation o) {
    OptionalLong queued = o.timeline().wire().queued();
    return queued.isEmpty()
        ? new Reading.Absent("nothing made it wait")
        : millis(o, queued.getAsLong(), o.timeline().start(), "request start - hand-over");
  }

  static Reading connect(Observation o) {
    return o.timeline()
        .wire()
        .connect()
        .map(s -> millis(o, s.from(), s.to(), "connected - connection begun"))
        .orElseGet(() -> new Reading.Absent(kept(o)));
  }

  private static String kept(Observation o) {
    return Stamped.inProcess(o) ? "there is no server" : "the connection was kept";
  }

  static Reading send(Observation o) {
    OptionalLong sent = o.timeline().bodySent();
    long ready = o.timeline().wire().connect().map(Timeline.Span::to).orElse(o.timeline().start());
    return sent.isEmpty()
        ? new Reading.Absent(Stamped.inProcess(o) ? "there is no server" : "it was not sent")
        : millis(o, ready, sent.getAsLong(), "last byte of the request sent - connection ready");
  }

  static Reading retries(Observation o) {
    int retries = o.timeline().wire().retries().orElse(0);
    return retries < 1
        ? new Reading.Absent(Stamped.inProcess(o) ? "there is no server" : "it was sent once")
        : new Reading.Value(retries, "times", Stamped.by(o, "counted"));
  }

  private static Reading millis(Observation o, long from, long to, String formula) {
    return new Reading.Value((to - from) / 1e6, "ms", Stamped.by(o, formula));
  }
}
