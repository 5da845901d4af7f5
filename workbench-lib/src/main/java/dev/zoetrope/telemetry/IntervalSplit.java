package dev.zoetrope.telemetry;

import java.util.List;

/** One interval's energy between the phases that share it. */
final class IntervalSplit {
  private final CounterSteps.Interval interval;
  private final double residual;
  private final double variance;

  IntervalSplit(CounterSteps.Interval interval, List<PhasePower> powers) {
    this.interval = interval;
    double expected = 0;
    double sum = 0;
    for (PhasePower power : powers) {
      expected += power.watts() * power.overlap(interval);
      sum += own(power);
    }
    this.residual = interval.joules() - expected;
    this.variance = sum;
  }

  private double own(PhasePower power) {
    double joules = power.unsteady() * power.overlap(interval);
    return joules * joules;
  }

  /** The phase's fitted share, and of what remains as much as it is the less steady. */
  double joules(PhasePower power) {
    return variance == 0 ? 0 : power.watts() * power.overlap(interval) + residual * share(power);
  }

  private double share(PhasePower power) {
    return own(power) / variance;
  }

  /** Of {@link #joules}: nothing where the interval is the phase's own. */
  double variance(PhasePower power) {
    return variance == 0 ? 0 : own(power) * (1 - share(power));
  }
}
