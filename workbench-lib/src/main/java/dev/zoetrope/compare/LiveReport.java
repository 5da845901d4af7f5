package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Table;
import java.time.Duration;
import java.util.List;

/**
 * What a live session came to.
 *
 * @param run its id, in the log too
 * @param lasted from its begin until now, or until its end
 * @param backends one for each, in their order
 * @param news the source's last state
 */
public record LiveReport(String run, Duration lasted, List<LiveTally> backends, String news) {
  public LiveReport {
    requireNonNull(run, "run is null");
    requireNonNull(lasted, "lasted is null");
    backends = List.copyOf(backends);
    requireNonNull(news, "news is null");
  }

  /** One row for each backend: how much it answered, what it missed, its medians. */
  public Table table() {
    return LiveTable.of(this);
  }

  /** Whether some backend never answered. */
  public boolean anyFailed() {
    return backends.stream().anyMatch(tally -> tally.answered() == 0);
  }
}
