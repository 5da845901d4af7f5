package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * How likely a difference as large as this one is by chance alone.
 *
 * @param p 0 to 1; after {@link #holm} of the whole family
 * @param n how many
 * @param of what there are {@code n} of
 * @param method the test by its name, and what was done about several comparisons
 */
public record Significance(double p, int n, String of, String method) {
  /** Equal probabilities differ in their last bits, as scipy has it, too. */
  private static final double ALIKE = 1 + 1e-7;

  public Significance {
    requireNonNull(of, "of is null");
    requireNonNull(method, "method is null");
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p is 0 to 1, is " + p);
    }
  }

  /** Whether it is rarer by chance than {@link Samples#CONFIDENCE} allows. */
  public boolean differs() {
    return p < 1 - Samples.CONFIDENCE;
  }

  /**
   * McNemar's exact test of two that answered the same items: those that both have right, or both
   * wrong, say nothing.
   *
   * @param first items that only the first one has right
   * @param second items that only the second one has right
   * @param items all of them, with those that say nothing
   */
  public static Significance mcnemar(int first, int second, int items) {
    if (first < 0 || second < 0 || items < first + second) {
      throw new IllegalArgumentException(
          first + " and " + second + " items of " + items + " cannot be");
    }
    return new Significance(
        binomial(first, first + second, 0.5),
        items,
        "items",
        "McNemar's exact test, two-sided, on the " + (first + second) + " items that differ");
  }

  /**
   * The exact binomial test, two-sided: the sum of all outcomes that are as unlikely as this one.
   *
   * @param chance of each by itself, 0 to 1
   */
  public static Significance against(double chance, int right, int n) {
    if (right < 0 || right > n || n < 1 || !(chance >= 0 && chance <= 1)) {
      throw new IllegalArgumentException(right + " of " + n + " by " + chance + " cannot be");
    }
    return new Significance(
        binomial(right, n, chance),
        n,
        "items",
        "exact binomial test, two-sided, against a chance of " + chance);
  }

  private static double binomial(int right, int n, double chance) {
    if (n == 0) {
      return 1;
    }
    BinomialDistribution by = new BinomialDistribution(null, n, chance);
    double limit = by.probability(right) * ALIKE;
    double sum =
        IntStream.rangeClosed(0, n).mapToDouble(by::probability).filter(p -> p <= limit).sum();
    return Math.min(1, sum);
  }

  /**
   * Holm's correction of a family of comparisons: a difference counts only if it would be rare as
   * the best of all that were tried.
   *
   * @return in the same order, each with its corrected {@code p}
   */
  public static List<Significance> holm(List<Significance> family) {
    List<Integer> order =
        IntStream.range(0, family.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> family.get(i).p()))
            .toList();
    List<Significance> corrected = new ArrayList<>(family);
    double least = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      Significance one = family.get(order.get(rank));
      least = Math.max(least, Math.min(1, one.p() * (family.size() - rank)));
      corrected.set(order.get(rank), one.corrected(least, family.size()));
    }
    return List.copyOf(corrected);
  }

  private Significance corrected(double by, int comparisons) {
    return new Significance(
        by, n, of, method + "; Holm's correction for " + comparisons + " comparisons");
  }
}
