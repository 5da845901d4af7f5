package dev.zoetrope.compare;

import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.telemetry.Phase;
import java.util.List;
import java.util.Optional;

/**
 * Where prefill and decode of an answer lie in time. An engine in this process has stamped them. A
 * server's own durations are laid backwards from the end of the answer. Where it tells none, the
 * prefill goes from the request's last byte to the first token, and holds the server's queue.
 */
record EnergyPhases(Phase prefill, Phase decode, String placed) {
  private static final double MILLI = 1e6;

  /** What the way through the sockets of one machine may take. */
  private static final long WIRE_NANOS = 1_000_000;

  /** Empty where an answer has no two stamps to lay them between. */
  static Optional<EnergyPhases> of(Observation o) {
    Timeline timeline = o.timeline();
    if (timeline.deltas().isEmpty()) {
      return Optional.empty();
    }
    long end = timeline.deltas().get(timeline.deltas().size() - 1);
    return inProcess(timeline, end)
        .or(() -> o.serverTimings().flatMap(told -> told(timeline, told, end)))
        .or(() -> seen(timeline, end));
  }

  private static Optional<EnergyPhases> inProcess(Timeline timeline, long end) {
    return timeline
        .prefill()
        .flatMap(
            span ->
                phases(
                    begin(timeline, span.from()),
                    span.to(),
                    end,
                    0,
                    "stamped in process, pictures included"));
  }

  /** Encoding pictures is prefill too. */
  private static long begin(Timeline timeline, long prefill) {
    return timeline.imageEncodes().stream()
        .mapToLong(Timeline.Span::from)
        .reduce(prefill, Math::min);
  }

  private static Optional<EnergyPhases> told(Timeline timeline, ServerTimings told, long end) {
    if (told.promptMillis().isEmpty() || told.predictedMillis().isEmpty()) {
      return Optional.empty();
    }
    long first = end - (long) (told.predictedMillis().getAsDouble() * MILLI);
    long begin = first - (long) (told.promptMillis().getAsDouble() * MILLI);
    long off = WIRE_NANOS + Math.abs(first - timeline.deltas().get(0));
    return phases(begin, first, end, off, "the server's durations, laid backwards from the end");
  }

  private static Optional<EnergyPhases> seen(Timeline timeline, long end) {
    long begin = timeline.bodySent().orElse(timeline.start());
    return phases(
        begin, timeline.deltas().get(0), end, WIRE_NANOS, "seen by the client, queue included");
  }

  private static Optional<EnergyPhases> phases(
      long begin, long first, long end, long off, String placed) {
    return begin < first && first < end
        ? Optional.of(
            new EnergyPhases(
                new Phase("prefill", begin, first, off),
                new Phase("decode", first, end, off),
                placed))
        : Optional.empty();
  }

  List<Phase> both() {
    return List.of(prefill, decode);
  }

  boolean overlaps(EnergyPhases other) {
    return prefill.fromNanos() < other.decode.toNanos()
        && other.prefill.fromNanos() < decode.toNanos();
  }
}
