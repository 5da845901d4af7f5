package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

/** Somebody pressed stop: every request was cancelled, and what had been answered is kept. */
public final class ComparisonCancelled extends RuntimeException {
  private final transient ComparisonResult result;

  ComparisonCancelled(ComparisonResult result) {
    super("Stopped: all requests were cancelled; partial answers are kept, marked cancelled.");
    this.result = requireNonNull(result, "result is null");
  }

  /** The answers so far. */
  public ComparisonResult result() {
    return result;
  }
}
