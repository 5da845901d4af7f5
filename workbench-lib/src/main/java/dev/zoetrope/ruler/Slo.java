package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/** What a request must keep to count as good, in milliseconds; what is empty is not asked for. */
public record Slo(OptionalDouble ttft, OptionalDouble tpot, OptionalDouble latency) {
  /** Every answer is good. */
  public static final Slo NONE =
      new Slo(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

  public Slo {
    requireNonNull(ttft, "ttft is null");
    requireNonNull(tpot, "tpot is null");
    requireNonNull(latency, "latency is null");
  }

  /** Whether it was answered and kept all of them; a number that is missing keeps nothing. */
  boolean keptBy(LoadRequest request) {
    return request.answered()
        && kept(ttft, request.ttftMillis())
        && kept(tpot, request.tpotMillis())
        && kept(latency, request.latencyMillis());
  }

  private static boolean kept(OptionalDouble most, OptionalDouble value) {
    return most.isEmpty() || value.isPresent() && value.getAsDouble() <= most.getAsDouble();
  }
}
