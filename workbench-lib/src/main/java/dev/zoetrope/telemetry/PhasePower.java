package dev.zoetrope.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A phase's mean power and how unsteady it is.
 *
 * @param watts mean
 * @param unsteady standard deviation of the power from one interval to the next
 */
record PhasePower(Phase phase, double watts, double unsteady) {
  /** Of intervals that two phases share, against 1 of those inside one phase. */
  private static final double SHARED_WEIGHT = 1e-4;

  private static final double INSIDE = 0.999;

  /** What is thought of a phase of which nothing is known: unsteady by half its power. */
  private static final double UNKNOWN = 0.5;

  /** Least squares over the intervals, or empty where they do not determine each phase. */
  static Optional<List<PhasePower>> fit(List<Phase> phases, List<CounterSteps.Interval> intervals) {
    LeastSquares fit = new LeastSquares(phases.size());
    for (CounterSteps.Interval interval : intervals) {
      double[] row = overlaps(phases, interval);
      fit.add(row, interval.joules(), isInsideOne(row) ? 1 : SHARED_WEIGHT);
    }
    return fit.solve().map(watts -> powers(phases, watts, intervals));
  }

  private static List<PhasePower> powers(
      List<Phase> phases, double[] watts, List<CounterSteps.Interval> intervals) {
    List<PhasePower> powers = new ArrayList<>();
    for (int i = 0; i < watts.length; i++) {
      powers.add(
          new PhasePower(
              phases.get(i), watts[i], unsteady(watts[i], own(phases.get(i), intervals))));
    }
    return powers;
  }

  private static double[] own(Phase phase, List<CounterSteps.Interval> intervals) {
    return intervals.stream()
        .filter(i -> phase.overlap(i.from(), i.to()) >= INSIDE * i.seconds())
        .mapToDouble(i -> i.joules() / i.seconds())
        .toArray();
  }

  /** What is seen, and as much as one interval's worth of what is thought beforehand. */
  private static double unsteady(double watts, double[] own) {
    double squares = UNKNOWN * watts * UNKNOWN * watts;
    for (double power : own) {
      squares += (power - watts) * (power - watts);
    }
    return Math.sqrt(squares / (own.length + 1));
  }

  double overlap(CounterSteps.Interval interval) {
    return phase.overlap(interval.from(), interval.to());
  }

  private static double[] overlaps(List<Phase> phases, CounterSteps.Interval interval) {
    return phases.stream().mapToDouble(p -> p.overlap(interval.from(), interval.to())).toArray();
  }

  private static boolean isInsideOne(double[] row) {
    double sum = 0;
    double most = 0;
    for (double overlap : row) {
      sum += overlap;
      most = Math.max(most, overlap);
    }
    return most >= INSIDE * sum;
  }
}
