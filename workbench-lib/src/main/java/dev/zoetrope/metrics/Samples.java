package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Numbers of one kind, all of them kept: percentiles are exact, each with the interval in which the
 * true one lies. Immutable.
 */
public final class Samples {
  /** Of every interval here. */
  public static final double CONFIDENCE = 0.95;

  /** From here on a percentile is a tail, which a few samples cannot show. */
  private static final double TAIL = 0.9;

  /** MLPerf's early stopping allows a wrong percentile in one of a hundred runs. */
  private static final double EARLY_STOPPING = 0.01;

  private final double[] sorted;

  private Samples(double[] sorted) {
    this.sorted = sorted;
  }

  /** Of these values, in any order. */
  public static Samples of(double... values) {
    double[] sorted = requireNonNull(values, "values is null").clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  /**
   * A percentile and the interval that order statistics give it.
   *
   * @param value linear between the two nearest samples, as numpy has it
   * @param interval of {@link #CONFIDENCE}, without any assumption on how the samples are spread;
   *     empty if there are too few for one
   */
  public record Percentile(double value, Optional<Interval> interval) {
    public Percentile {
      requireNonNull(interval, "interval is null");
    }
  }

  /** From one value to another. */
  public record Interval(double low, double high) {}

  /** How many there are. */
  public int count() {
    return sorted.length;
  }

  /** The sum over the count; NaN of none. */
  public double mean() {
    return Arrays.stream(sorted).average().orElse(Double.NaN);
  }

  /** The least, the largest and all between, from small to large. */
  public double[] sorted() {
    return sorted.clone();
  }

  /**
   * The share {@code p} of the samples is below it.
   *
   * @param p 0 to 1
   * @return empty if there are none, or if {@code p} is 0.9 or more and {@link #least} are not
   *     there
   */
  public Optional<Percentile> percentile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p is 0 to 1, is " + p);
    }
    return sorted.length < least(p)
        ? Optional.empty()
        : Optional.of(new Percentile(linear(p), interval(p)));
  }

  /** Why {@link #percentile} is empty, in a few words that fit a table. */
  public String refusal(double p) {
    return "p"
        + Math.round(p * 100)
        + " needs "
        + least(p)
        + " samples, there are "
        + sorted.length;
  }

  /**
   * How many samples a percentile needs: from p90 on as many as MLPerf's early stopping asks for
   * with one sample above it (64 for p90, 662 for p99), else one.
   */
  public static int least(double p) {
    if (p < TAIL || p >= 1) {
      return 1;
    }
    double above = 1 - p;
    int n = 2;
    while (Math.pow(p, n) + n * above * Math.pow(p, n - 1.0) > EARLY_STOPPING) {
      n++;
    }
    return n;
  }

  private double linear(double p) {
    double place = p * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private Optional<Interval> interval(double p) {
    BinomialDistribution below = new BinomialDistribution(null, sorted.length, p);
    double tail = (1 - CONFIDENCE) / 2;
    int low = below.inverseCumulativeProbability(tail);
    int high = below.inverseCumulativeProbability(1 - tail) + 1;
    return low < 1 || high > sorted.length
        ? Optional.empty()
        : Optional.of(new Interval(sorted[low - 1], sorted[high - 1]));
  }
}
