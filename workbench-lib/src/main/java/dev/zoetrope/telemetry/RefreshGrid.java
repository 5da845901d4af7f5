package dev.zoetrope.telemetry;

import java.util.Arrays;
import java.util.List;

/**
 * Places a counter's changes more exactly than two polls can: a driver refreshes at a steady
 * period, so all brackets together leave only a small room for its phase.
 */
final class RefreshGrid {
  private static final int ROUNDS = 3;

  /** How far the brackets may contradict a steady period, as a share of it. */
  private static final double TOLERANCE = 0.02;

  private final List<CounterSteps.Step> steps;
  private final double[] index;
  private final double[] at;
  private double period;
  private double uncertain;

  private RefreshGrid(List<CounterSteps.Step> steps) {
    this.steps = steps;
    this.index = new double[steps.size()];
    this.at = steps.stream().mapToDouble(CounterSteps.Step::middle).toArray();
    this.uncertain = steps.stream().mapToDouble(s -> s.until() - s.after()).max().orElse(0) / 2;
  }

  /** Each change on the grid if there is one, else in the middle of its bracket. */
  static RefreshGrid of(List<CounterSteps.Step> steps) {
    RefreshGrid grid = new RefreshGrid(steps);
    if (steps.size() >= 3) {
      grid.fit();
    }
    return grid;
  }

  /** The moments of the changes in nanoseconds. */
  double[] at() {
    return at;
  }

  /** How far each of them may be off, in nanoseconds. */
  double uncertain() {
    return uncertain;
  }

  private void fit() {
    period = medianSpacing();
    for (int round = 0; round < ROUNDS; round++) {
      number();
      period = slope();
    }
    double earliest = Double.NEGATIVE_INFINITY;
    double latest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < index.length; i++) {
      earliest = Math.max(earliest, steps.get(i).after() - index[i] * period);
      latest = Math.min(latest, steps.get(i).until() - index[i] * period);
    }
    if (earliest - latest <= TOLERANCE * period) {
      settle((earliest + latest) / 2, Math.abs(latest - earliest) / 2);
    }
  }

  private void settle(double origin, double room) {
    for (int i = 0; i < at.length; i++) {
      at[i] = origin + index[i] * period;
    }
    uncertain = room;
  }

  /** Counts periods from change to change; one that was missed between two polls is counted too. */
  private void number() {
    for (int i = 1; i < index.length; i++) {
      double spacing = steps.get(i).middle() - steps.get(i - 1).middle();
      index[i] = index[i - 1] + Math.max(1, Math.round(spacing / period));
    }
  }

  private double medianSpacing() {
    double[] spacings = new double[at.length - 1];
    for (int i = 0; i < spacings.length; i++) {
      spacings[i] = at[i + 1] - at[i];
    }
    Arrays.sort(spacings);
    return spacings[spacings.length / 2];
  }

  /** Of the line through the brackets' middles over their numbers. */
  private double slope() {
    double meanIndex = Arrays.stream(index).average().orElseThrow();
    double meanAt = steps.stream().mapToDouble(CounterSteps.Step::middle).average().orElseThrow();
    double both = 0;
    double squares = 0;
    for (int i = 0; i < index.length; i++) {
      both += (index[i] - meanIndex) * (steps.get(i).middle() - meanAt);
      squares += (index[i] - meanIndex) * (index[i] - meanIndex);
    }
    return both / squares;
  }
}
