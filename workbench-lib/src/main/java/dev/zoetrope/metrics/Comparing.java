package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;

/** How sure a difference is, and where a run became steady. Pure functions. */
public final class Comparing {
  /** What batch means are taken over, as in MSER-5. */
  private static final int BATCH = 5;

  private static final double TAIL = (1 - Samples.CONFIDENCE) / 2;

  private Comparing() {}

  /**
   * The differences of two series of the same inputs.
   *
   * @param mean of the differences, first less second
   * @param interval in which the true mean lies, by Student's t
   * @param pairs how many
   */
  public record Paired(double mean, Samples.Interval interval, int pairs) {
    public Paired {
      requireNonNull(interval, "interval is null");
    }

    /** Whether the interval leaves out 0. */
    public boolean differs() {
      return interval.low() > 0 || interval.high() < 0;
    }
  }

  /**
   * Compares two series pair by pair: the same frame, the same place in both.
   *
   * @throws IllegalArgumentException if they are not alike in length or shorter than 2
   */
  public static Paired paired(double[] first, double[] second) {
    if (first.length != second.length || first.length < 2) {
      throw new IllegalArgumentException(
          "pairs need two series of one length, at least 2: "
              + first.length
              + " and "
              + second.length);
    }
    double[] differences =
        IntStream.range(0, first.length).mapToDouble(i -> first[i] - second[i]).toArray();
    int n = differences.length;
    double mean = Arrays.stream(differences).average().orElse(Double.NaN);
    double squares = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
    double error = Math.sqrt(squares / (n - 1) / n);
    double t = new TDistribution(null, n - 1).inverseCumulativeProbability(1 - TAIL);
    return new Paired(mean, new Samples.Interval(mean - t * error, mean + t * error), n);
  }

  /**
   * The interval of a statistic over several runs. Whole runs are drawn again, not samples: those
   * of one run have its weather in common.
   *
   * @param statistic of all samples of the drawn runs together
   * @param times how often to draw
   * @param seed the same, the same interval
   */
  public static Samples.Interval bootstrap(
      List<double[]> runs, ToDoubleFunction<Samples> statistic, int times, long seed) {
    if (runs.isEmpty() || times < 1) {
      throw new IllegalArgumentException("a bootstrap needs a run and a draw");
    }
    Random random = new Random(seed);
    double[] drawn = new double[times];
    for (int i = 0; i < times; i++) {
      drawn[i] =
          statistic.applyAsDouble(
              Samples.of(
                  IntStream.range(0, runs.size())
                      .mapToObj(r -> runs.get(random.nextInt(runs.size())))
                      .flatMapToDouble(Arrays::stream)
                      .toArray()));
    }
    Samples all = Samples.of(drawn);
    return new Samples.Interval(at(all, TAIL), at(all, 1 - TAIL));
  }

  /** Without the rule on tails: these are draws, of which there are as many as one likes. */
  private static double at(Samples drawn, double p) {
    double[] sorted = drawn.sorted();
    double place = p * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /**
   * From which sample on a series in its order of time is steady, by MSER-5: the cut that leaves
   * the mean of the rest most certain.
   *
   * @return 0 if all of it is, or if it is too short to say
   */
  public static int steadyFrom(double... series) {
    double[] batches = batches(series);
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    // A cut in the second half means that nothing was steady yet.
    for (int cut = 0; cut <= batches.length / 2 && batches.length - cut > 1; cut++) {
      double wide = uncertainty(batches, cut);
      if (wide < least) {
        least = wide;
        best = cut;
      }
    }
    return best * BATCH;
  }

  private static double[] batches(double[] series) {
    return IntStream.range(0, series.length / BATCH)
        .mapToDouble(
            b -> Arrays.stream(series, b * BATCH, (b + 1) * BATCH).average().orElse(Double.NaN))
        .toArray();
  }

  private static double uncertainty(double[] batches, int cut) {
    double mean = Arrays.stream(batches, cut, batches.length).average().orElse(Double.NaN);
    double squares =
        Arrays.stream(batches, cut, batches.length).map(b -> (b - mean) * (b - mean)).sum();
    double left = batches.length - cut;
    return squares / (left * left);
  }
}
