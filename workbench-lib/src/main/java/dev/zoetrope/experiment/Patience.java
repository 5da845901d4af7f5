package dev.zoetrope.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gives a backend up that only fails, so that the others need not wait for it. Thread-safe. */
final class Patience {
  private final Plan plan;
  private final Map<Integer, Integer> inARow = new LinkedHashMap<>();
  private final Map<Integer, String> out = new LinkedHashMap<>();

  Patience(Plan plan) {
    this.plan = plan;
  }

  synchronized void answered(int backend) {
    inARow.remove(backend);
  }

  /**
   * It failed, after the last retry.
   *
   * @param why in a sentence
   */
  synchronized void failed(int backend, String why) {
    if (inARow.merge(backend, 1, Integer::sum) >= plan.limits().failures()) {
      out.putIfAbsent(backend, why);
    }
  }

  synchronized boolean isOut(int backend) {
    return out.containsKey(backend);
  }

  /** A sentence for each backend that was given up. */
  synchronized List<String> words() {
    return out.entrySet().stream().map(e -> words(e.getKey(), e.getValue())).toList();
  }

  private String words(int backend, String why) {
    return String.format(
        Locale.ROOT,
        "%s was given up after %d failures in a row: %s",
        plan.axes().backends().get(backend),
        plan.limits().failures(),
        why);
  }
}
