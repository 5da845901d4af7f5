package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.VlmRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A load: who asks, when and how often.
 *
 * @param arrivals when requests begin
 * @param requests how many are measured; with {@link Arrivals.Open} those of its instants
 * @param atMost no request begins later than this after the first; empty for no such end
 * @param warmup so many go before them, at the same concurrency, and are in no number
 * @param ask the n-th question, warm-up included, from 0
 */
public record LoadPlan(
    Arrivals arrivals,
    int requests,
    Optional<Duration> atMost,
    int warmup,
    IntFunction<VlmRequest> ask) {
  public LoadPlan {
    requireNonNull(arrivals, "arrivals is null");
    requireNonNull(atMost, "atMost is null");
    requireNonNull(ask, "ask is null");
    if (requests < 1 || warmup < 0) {
      throw new IllegalArgumentException("--requests must be at least 1 and --warmup 0 or more");
    }
  }

  /** How many may be in flight at once. */
  int concurrency() {
    return arrivals instanceof Arrivals.Closed closed ? closed.concurrency() : 1;
  }
}
