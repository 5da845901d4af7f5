package dev.zoetrope.experiment;

import dev.zoetrope.compare.Outcome;
import dev.zoetrope.metrics.Ticker;
import java.time.Duration;
import java.util.OptionalInt;

/** Counts what a run asks, and says when its budget is spent. Thread-safe. */
final class RunTally {
  private final Plan.Budget budget;
  private final Ticker ticker;
  private final int cells;
  private final int before;
  private final int impossible;
  private final long begin;
  private int requests;
  private int failures;
  private int answered;
  private int failed;
  private int retried;
  private int cancelled;

  RunTally(Plan.Budget budget, DryRun dry, Ticker ticker) {
    this.budget = budget;
    this.ticker = ticker;
    this.cells = dry.cells();
    this.before = dry.finished();
    this.impossible = dry.cells() - dry.finished() - dry.requests();
    this.begin = ticker.nanos();
  }

  /** Whether one more request may be sent; then it counts as sent. */
  synchronized boolean takes(int attempt) {
    if (isSpent()) {
      return false;
    }
    requests++;
    retried += attempt > 1 ? 1 : 0;
    return true;
  }

  private boolean isSpent() {
    OptionalInt most = budget.requests();
    return most.isPresent() && requests >= most.getAsInt()
        || budget.time().map(this::isOver).orElse(false);
  }

  private boolean isOver(Duration time) {
    return ticker.nanos() - begin >= time.toNanos();
  }

  /**
   * One request ended.
   *
   * @param last whether the question is not asked again in this part
   */
  synchronized void ended(Outcome outcome, boolean last) {
    failures += outcome instanceof Outcome.Failed ? 1 : 0;
    if (outcome instanceof Outcome.Complete) {
      answered++;
    } else if (outcome instanceof Outcome.Cancelled) {
      cancelled++;
    } else if (last) {
      failed++;
    }
  }

  synchronized RunProgress progress() {
    return new RunProgress(
        cells - impossible, before + answered + failed, requests, failures, ticker.nanos() - begin);
  }

  synchronized RunSummary.Counts counts() {
    return new RunSummary.Counts(cells, before, answered, failed, retried, cancelled, impossible);
  }
}
