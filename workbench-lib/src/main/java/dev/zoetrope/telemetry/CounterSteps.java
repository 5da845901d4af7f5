package dev.zoetrope.telemetry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What is known of a counter that its driver refreshes every few milliseconds: between which two
 * reads it changed. Reads in between repeat the last value and say nothing.
 */
final class CounterSteps {
  private final List<Step> steps = new ArrayList<>();
  private double last = Double.NaN;
  private double lastReadAt;

  /** A value as it was read; if it changed, it did so after the read before. */
  void read(double atNanos, double joules) {
    if (!Double.isNaN(last) && joules != last) {
      steps.add(new Step(lastReadAt, atNanos, joules));
    }
    last = joules;
    lastReadAt = atNanos;
  }

  /** What lies between two changes. */
  List<Interval> intervals() {
    double[] at = RefreshGrid.of(steps).at();
    List<Interval> intervals = new ArrayList<>();
    for (int i = 1; i < at.length; i++) {
      intervals.add(new Interval(at[i - 1], at[i], steps.get(i).joules - steps.get(i - 1).joules));
    }
    return Collections.unmodifiableList(intervals);
  }

  /** How far the moment of a change may be off, in seconds. */
  double uncertainSeconds() {
    return RefreshGrid.of(steps).uncertain() / 1e9;
  }

  /** The median time between two changes in seconds; empty before the second change. */
  OptionalDouble refreshSeconds() {
    return intervals().stream()
        .mapToDouble(Interval::seconds)
        .sorted()
        .skip(Math.max(0, steps.size() - 1) / 2)
        .findFirst();
  }

  /** The counter's energy between two of its changes. */
  record Interval(double from, double to, double joules) {
    double seconds() {
      return (to - from) / 1e9;
    }
  }

  /** A change: after one read, not after the next. */
  record Step(double after, double until, double joules) {
    double middle() {
      return (after + until) / 2;
    }
  }
}
