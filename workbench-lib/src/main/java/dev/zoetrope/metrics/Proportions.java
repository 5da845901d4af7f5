package dev.zoetrope.metrics;

import java.util.Optional;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Shares of single items that do not depend on each other, with their intervals. Pure functions.
 */
public final class Proportions {
  private static final double TAIL = (1 - Samples.CONFIDENCE) / 2;

  private Proportions() {}

  /** By Wilson's score: about as wide as it must be, also near 0 and 1. */
  public static Estimate wilson(int right, int n, String of) {
    require(right, n);
    double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(1 - TAIL);
    double share = (double) right / n;
    double wide = 1 + z * z / n;
    double middle = (share + z * z / (2 * n)) / wide;
    double half = z * Math.sqrt(share * (1 - share) / n + z * z / (4.0 * n * n)) / wide;
    return estimate(right, n, of, middle - half, middle + half, "Wilson's score interval");
  }

  /** By Clopper and Pearson: never too narrow, therefore wider than it must be. */
  public static Estimate exact(int right, int n, String of) {
    require(right, n);
    double low = right == 0 ? 0 : beta(right, n - right + 1, TAIL);
    double high = right == n ? 1 : beta(right + 1, n - right, 1 - TAIL);
    return estimate(right, n, of, low, high, "Clopper and Pearson's exact interval");
  }

  private static double beta(int alpha, int beta, double p) {
    return new BetaDistribution(null, alpha, beta, 1e-14).inverseCumulativeProbability(p);
  }

  private static Estimate estimate(
      int right, int n, String of, double low, double high, String method) {
    Samples.Interval interval = new Samples.Interval(Math.max(0, low), Math.min(1, high));
    return new Estimate((double) right / n, Optional.of(interval), n, of, "share", method);
  }

  private static void require(int right, int n) {
    if (right < 0 || n < 1 || right > n) {
      throw new IllegalArgumentException(right + " of " + n + " is no share");
    }
  }
}
