package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Values in groups whose members are alike, as questions about one clip are. The mean is that of
 * all values; how sure it is depends on the groups. Immutable.
 */
public final class Clustered {
  /** Where draws no longer move an interval's second digit. */
  public static final int DRAWS = 10_000;

  private static final double TAIL = (1 - Samples.CONFIDENCE) / 2;

  private final double[] sums;
  private final int[] sizes;
  private final String of;
  private final String unit;

  private Clustered(List<double[]> groups, String of, String unit) {
    this.sums = groups.stream().mapToDouble(g -> Arrays.stream(g).sum()).toArray();
    this.sizes = groups.stream().mapToInt(g -> g.length).toArray();
    this.of = of;
    this.unit = unit;
  }

  /**
   * Of these groups; empty ones do not count.
   *
   * @param of what the groups are: "clips"
   * @param unit of the values: "share", "points"
   * @throws IllegalArgumentException if there is no value
   */
  public static Clustered of(Collection<double[]> groups, String of, String unit) {
    List<double[]> filled = groups.stream().filter(g -> g.length > 0).toList();
    if (filled.isEmpty()) {
      throw new IllegalArgumentException("a mean needs a value");
    }
    return new Clustered(
        filled, requireNonNull(of, "of is null"), requireNonNull(unit, "unit is null"));
  }

  /** How many values there are in all groups. */
  public int values() {
    return Arrays.stream(sizes).sum();
  }

  /**
   * The mean, with an interval from whole groups that are drawn again, each as often as there are
   * groups.
   *
   * @param draws how often, {@link #DRAWS} for what is reported
   * @param seed the same, the same interval
   */
  public Estimate bootstrap(int draws, long seed) {
    if (sums.length < 2) {
      return estimate(Optional.empty(), "mean; an interval needs two " + of + " or more");
    }
    Random random = new Random(seed);
    double[] drawn = IntStream.range(0, draws).mapToDouble(i -> draw(random)).toArray();
    Arrays.sort(drawn);
    Samples.Interval interval = new Samples.Interval(at(drawn, TAIL), at(drawn, 1 - TAIL));
    return estimate(
        Optional.of(interval),
        "mean; percentile interval of a bootstrap by "
            + of
            + ", "
            + draws
            + " draws, seed "
            + seed);
  }

  private double draw(Random random) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < sums.length; i++) {
      int group = random.nextInt(sums.length);
      sum += sums[group];
      count += sizes[group];
    }
    return sum / count;
  }

  private static double at(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The mean, with an interval by Student's t over standard errors that know the groups. */
  public Estimate robust() {
    int groups = sums.length;
    if (groups < 2) {
      return estimate(Optional.empty(), "mean; an interval needs two " + of + " or more");
    }
    double half =
        error() * new TDistribution(null, groups - 1).inverseCumulativeProbability(1 - TAIL);
    return estimate(
        Optional.of(new Samples.Interval(mean() - half, mean() + half)),
        "mean; Student's t over standard errors clustered by " + of);
  }

  private double error() {
    double mean = mean();
    double squares =
        IntStream.range(0, sums.length)
            .mapToDouble(i -> sums[i] - sizes[i] * mean)
            .map(d -> d * d)
            .sum();
    double groups = sums.length;
    return Math.sqrt(squares * groups / (groups - 1)) / values();
  }

  private double mean() {
    return Arrays.stream(sums).sum() / values();
  }

  private Estimate estimate(Optional<Samples.Interval> interval, String method) {
    return new Estimate(mean(), interval, sums.length, of, unit, method);
  }
}
