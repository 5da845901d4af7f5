package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How a run ended.
 *
 * @param run its id in the log
 * @param end why it ended
 * @param skipped lines of the log that no run wrote to their end
 * @param missing one sentence for each backend or source that was not there or was given up
 */
public record RunSummary(String run, End end, Counts counts, long skipped, List<String> missing) {
  public RunSummary {
    requireNonNull(run, "run is null");
    requireNonNull(end, "end is null");
    requireNonNull(counts, "counts is null");
    missing = List.copyOf(missing);
  }

  /** Why nothing more is asked. */
  public enum End {
    /** All that can be asked was asked. */
    COMPLETE,
    /** Somebody pressed stop. */
    STOPPED,
    /** The requests or the time of the plan's budget are spent. */
    BUDGET
  }

  /**
   * Questions and requests.
   *
   * @param cells all questions of the plan
   * @param before finished by an earlier part of the run
   * @param answered in this part
   * @param failed in this part, for good or after the last retry
   * @param retried requests of this part that followed one that had failed
   * @param cancelled in flight when it was stopped
   * @param impossible questions that could not be asked at all
   */
  public record Counts(
      int cells, int before, int answered, int failed, int retried, int cancelled, int impossible) {
    /** Questions that this part did not come to, or cancelled. */
    public int open() {
      return cells - before - answered - failed - impossible;
    }
  }

  /** Whether a backend or source failed; what the others answered stands in the log. */
  public boolean anyFailed() {
    return counts.failed() > 0 || !missing.isEmpty();
  }
}
