package dev.zoetrope.compare;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.metrics.Timeline.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gets backends ready before the first question and remembers how that went, so that loading is a
 * number of its own and hides neither in an answer nor in the age of a frame.
 */
final class Readiness {
  private final Map<Integer, Outcome.Failed> failures = new HashMap<>();
  private final List<Span> loads = new ArrayList<>();
  private final Map<Integer, Span> untold = new ConcurrentHashMap<>();

  /** One backend after the other, before any answer. */
  void prepare(int index, VlmBackend backend) throws InterruptedException {
    try {
      backend.prepare().ifPresent(span -> loaded(index, span));
    } catch (RuntimeException | Error e) {
      failures.put(index, Asking.failure(backend.card(), "", e));
    }
  }

  private void loaded(int index, Span span) {
    loads.add(span);
    untold.put(index, span);
  }

  /** Why a backend cannot be asked. */
  Optional<Outcome.Failed> failure(int backend) {
    return Optional.ofNullable(failures.get(backend));
  }

  /** What all backends had to load. */
  List<Span> loads() {
    return List.copyOf(loads);
  }

  /** What this backend had to load, once: only its first answer waited for it. */
  Optional<Span> takeLoad(int backend) {
    return Optional.ofNullable(untold.remove(backend));
  }
}
