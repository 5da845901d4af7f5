package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joules per phase from a counter that is refreshed less often than phases begin.
 *
 * <p>Reading the counter at a phase's begin and end loses what the last refresh did not hold yet: a
 * quarter of a short prefill after idle. Here each interval between two refreshes is an equation,
 * {@code ΔE = Σ power(phase) · overlap(interval, phase)}. An interval inside one phase belongs to
 * it as it is. One that two phases share is split by their fitted powers, and what remains goes to
 * the phase that is the less steady: a short prefill rather than a second of decode.
 */
public final class PhaseEnergy {
  /** Boards of one kind read up to this much more or less than the truth (arXiv 2312.02741). */
  static final double GAIN = 0.05;

  /** Standard deviations that the bound spans. */
  private static final double SPAN = 2;

  private final List<PhasePower> powers;
  private final List<CounterSteps.Interval> intervals;
  private final CounterSteps steps;

  private PhaseEnergy(List<PhasePower> powers, CounterSteps steps) {
    this.powers = powers;
    this.intervals = steps.intervals();
    this.steps = steps;
  }

  /**
   * Energy per phase from reads of a counter.
   *
   * @param phases in order of time, without overlap; what lies before, between and after them is
   *     idle and takes part in the fit
   * @param reads every read of the counter, in joules, in order of time
   * @return one entry for each phase, or empty where the reads do not determine them: too few
   *     changes of the counter, or a phase that no interval touches
   */
  public static Optional<List<PhaseJoules>> of(List<Phase> phases, List<CounterRead> reads) {
    requireNonNull(phases, "phases is null");
    CounterSteps steps = new CounterSteps();
    reads.forEach(read -> steps.read(read.atNanos(), read.joules()));
    List<CounterSteps.Interval> intervals = steps.intervals();
    if (phases.isEmpty() || intervals.isEmpty()) {
      return Optional.empty();
    }
    return PhasePower.fit(withIdle(phases, intervals), intervals)
        .map(powers -> new PhaseEnergy(powers, steps))
        .map(energy -> phases.stream().map(energy::joules).toList());
  }

  /** The phases and what the intervals hold beside them. */
  private static List<Phase> withIdle(List<Phase> phases, List<CounterSteps.Interval> intervals) {
    List<Phase> all = new ArrayList<>();
    long at = (long) intervals.get(0).from();
    for (Phase phase : phases) {
      addIdle(all, at, phase.fromNanos());
      all.add(phase);
      at = phase.toNanos();
    }
    addIdle(all, at, (long) intervals.get(intervals.size() - 1).to());
    return all;
  }

  private static void addIdle(List<Phase> all, long from, long to) {
    if (to > from) {
      all.add(new Phase("idle", from, to, 0));
    }
  }

  private PhaseJoules joules(Phase phase) {
    PhasePower power =
        powers.stream().filter(p -> p.phase().equals(phase)).findFirst().orElseThrow();
    double joules = 0;
    double covered = 0;
    double variance = boundary(power);
    for (CounterSteps.Interval interval : intervals) {
      IntervalSplit split = new IntervalSplit(interval, powers);
      joules += split.joules(power);
      variance += split.variance(power);
      covered += power.overlap(interval);
    }
    double whole = joules * phase.seconds() / covered;
    double bound = GAIN * whole + SPAN * Math.sqrt(variance);
    double refresh = steps.refreshSeconds().orElseThrow();
    return new PhaseJoules(phase, whole, bound, Verdict.of(phase.seconds(), refresh));
  }

  /** What each boundary takes from one side and gives to the other if it is told wrongly. */
  private double boundary(PhasePower power) {
    int place = powers.indexOf(power);
    double seconds = power.phase().boundaryNanos() / 1e9 + steps.uncertainSeconds();
    double variance = 0;
    for (int other : new int[] {place - 1, place + 1}) {
      if (other >= 0 && other < powers.size()) {
        double joules = seconds * (power.watts() - powers.get(other).watts());
        variance += joules * joules;
      }
    }
    return variance;
  }
}
