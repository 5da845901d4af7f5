package dev.zoetrope.metrics;

import java.util.List;
import java.util.OptionalInt;

/**
 * From the first token to the last. The first one is free: it comes from the prompt's last logits.
 */
final class Decode {
  /**
   * Below this distance two reads of a socket say more of the kernel's buffers than of the model.
   */
  private static final long RESOLVED_GAP_NANOS = 100_000;

  /** So many times its value may a rate seem to be. */
  private static final double MOST_BIAS = 1.1;

  private Decode() {}

  static Reading throughput(Observation o) {
    return o.serverTimings().map(Decode::serverThroughput).orElseGet(() -> clientThroughput(o));
  }

  static Reading interTokenLatency(Observation o) {
    return throughput(o) instanceof Reading.Value rate
        ? new Reading.Value(1000 / rate.value(), "ms", inverse(rate.provenance()))
        : throughput(o);
  }

  /** Of pieces as they came, whatever they hold: beside ITL it shows how tokens are bundled. */
  static Reading interChunkLatency(Observation o) {
    List<Long> deltas = o.timeline().deltas();
    if (deltas.size() < 2) {
      return new Reading.Absent("fewer than two pieces");
    }
    long nanos = deltas.get(deltas.size() - 1) - deltas.get(0);
    return nanos <= 0
        ? new Reading.Absent(Stamped.BURST)
        : new Reading.Value(
            nanos / 1e6 / (deltas.size() - 1),
            "ms",
            Stamped.by(o, "(last delta - first delta) / (deltas - 1)"));
  }

  private static Provenance inverse(Provenance of) {
    return new Provenance(of.kind(), "1 / (" + of.formula() + ")");
  }

  private static Reading serverThroughput(ServerTimings t) {
    if (t.predictedTokens().orElse(0) < 2) {
      return fewerThanTwo();
    }
    if (t.predictedMillis().isEmpty()) {
      return new Reading.Absent("the server's decode time is not a time");
    }
    return new Reading.Value(
        (t.predictedTokens().getAsInt() - 1) / t.predictedMillis().getAsDouble() * 1000,
        "tok/s",
        new Provenance(Provenance.Kind.SERVER_REPORTED, t.source().decodeFormula()));
  }

  static Reading clientThroughput(Observation o) {
    return Stamped.inProcess(o) ? rate(o, o.timeline().deltas().size()) : clientRate(o);
  }

  private static Reading clientRate(Observation o) {
    OptionalInt tokens = o.usage().completion();
    if (o.timeline().deltas().isEmpty()) {
      return fewerThanTwo();
    }
    return tokens.isEmpty()
        ? new Reading.Absent(Stamped.NO_COUNT)
        : chunkedRate(o, shown(o, tokens.getAsInt()));
  }

  /**
   * The tokens of the first piece came before its stamp, but count as if they came after: with few
   * pieces of many tokens that would be up to twice the rate.
   */
  private static Reading chunkedRate(Observation o, int tokens) {
    double pieces = o.timeline().deltas().size();
    boolean biased = tokens > pieces && tokens - 1 > MOST_BIAS * (tokens - tokens / pieces);
    return biased && pieces > 1 ? new Reading.Absent(Stamped.FEW_PIECES) : rate(o, tokens);
  }

  /** Servers count the end token, which shows no text: with one token a delta it has no stamp. */
  private static int shown(Observation o, int tokens) {
    int deltas = o.timeline().deltas().size();
    return tokens == deltas + 1 ? deltas : tokens;
  }

  private static Reading rate(Observation o, int tokens) {
    if (tokens < 2) {
      return fewerThanTwo();
    }
    List<Long> deltas = o.timeline().deltas();
    long nanos = deltas.get(deltas.size() - 1) - deltas.get(0);
    return nanos > 0 && (Stamped.inProcess(o) || resolved(deltas))
        ? new Reading.Value(
            (tokens - 1) / (nanos / 1e9),
            "tok/s",
            Stamped.by(o, "(tokens with text - 1) / (last - first)"))
        : new Reading.Absent(Stamped.BURST);
  }

  private static Reading fewerThanTwo() {
    return new Reading.Absent("fewer than two tokens");
  }

  /** At most one gap in five may be too short to mean anything. */
  private static boolean resolved(List<Long> deltas) {
    long unresolved = 0;
    for (int i = 1; i < deltas.size(); i++) {
      unresolved += deltas.get(i) - deltas.get(i - 1) < RESOLVED_GAP_NANOS ? 1 : 0;
    }
    return unresolved * 5 <= deltas.size() - 1;
  }
}
