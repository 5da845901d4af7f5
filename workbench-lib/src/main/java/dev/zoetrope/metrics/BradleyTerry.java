package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Ratings from votes between two at a time, by Bradley and Terry: 400 points more are won ten times
 * in eleven, and the mean of all is 1000. A tie is half a win for each. Immutable.
 */
public final class BradleyTerry {
  private static final double POINTS = 400 / Math.log(10);
  private static final double MEAN = 1000;
  private static final int STEPS = 200;
  private static final double STILL = 1e-12;

  /** What a vote says. */
  public enum Won {
    FIRST,
    SECOND,
    TIE;

    private double share() {
      return this == TIE ? 0.5 : this == FIRST ? 1 : 0;
    }
  }

  /** One vote between two. */
  public record Vote(String first, String second, Won won) {
    public Vote {
      requireNonNull(won, "won is null");
      if (requireNonNull(first, "first is null").equals(requireNonNull(second, "second is null"))) {
        throw new IllegalArgumentException(first + " stands on both sides of a vote");
      }
    }
  }

  private final List<Vote> votes;
  private final List<String> names;

  private BradleyTerry(List<Vote> votes) {
    this.votes = List.copyOf(votes);
    this.names =
        List.copyOf(
            new TreeSet<>(votes.stream().flatMap(v -> Stream.of(v.first(), v.second())).toList()));
  }

  /** Of these votes. */
  public static BradleyTerry of(List<Vote> votes) {
    return new BradleyTerry(requireNonNull(votes, "votes is null"));
  }

  /**
   * The rating of each with an interval from a sandwich covariance; {@code n} is its own votes.
   *
   * @return by name; empty if the votes do not tie all of them together, see {@link #refusal}
   */
  public Optional<Map<String, Estimate>> ratings() {
    return refusal().isPresent() ? Optional.empty() : Optional.of(rated());
  }

  /** Why there are no ratings, and what would help. */
  public Optional<String> refusal() {
    if (votes.isEmpty()) {
      return Optional.of("There are no votes.");
    }
    Set<String> above = reached(Won.FIRST);
    Set<String> below = reached(Won.SECOND);
    if (above.size() == names.size() && below.size() == names.size()) {
      return Optional.empty();
    }
    Set<String> apart = new TreeSet<>(names);
    apart.removeAll(above.size() < names.size() ? above : below);
    return Optional.of(
        "Between "
            + String.join(", ", apart)
            + " and the others all votes fell one way, or there are none: such a rating has no end."
            + " Collect more votes between them.");
  }

  /**
   * Whom one gets to from the first name by going to those who won, or who lost; ties go both ways.
   */
  private Set<String> reached(Won fromSecond) {
    Set<String> reached = new HashSet<>(List.of(names.get(0)));
    int before = 0;
    while (before < reached.size()) {
      before = reached.size();
      votes.forEach(vote -> reach(reached, vote, fromSecond));
    }
    return reached;
  }

  private static void reach(Set<String> reached, Vote vote, Won fromSecond) {
    boolean tie = vote.won() == Won.TIE;
    boolean toFirst = tie || vote.won() == fromSecond;
    if (toFirst && reached.contains(vote.second())) {
      reached.add(vote.first());
    }
    if ((tie || !toFirst) && reached.contains(vote.first())) {
      reached.add(vote.second());
    }
  }

  private Map<String, Estimate> rated() {
    RealVector strengths = fitted();
    RealMatrix covariance = covariance(strengths);
    double z =
        new NormalDistribution(null, 0, 1)
            .inverseCumulativeProbability(1 - (1 - Samples.CONFIDENCE) / 2);
    Map<String, Estimate> rated = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      double rating = MEAN + POINTS * strengths.getEntry(i);
      double half = z * POINTS * Math.sqrt(covariance.getEntry(i, i));
      rated.put(names.get(i), estimate(names.get(i), rating, half));
    }
    return rated;
  }

  private Estimate estimate(String name, double rating, double half) {
    long own =
        votes.stream().filter(v -> v.first().equals(name) || v.second().equals(name)).count();
    return new Estimate(
        rating,
        Optional.of(new Samples.Interval(rating - half, rating + half)),
        (int) own,
        "votes",
        "rating",
        "Bradley and Terry's model of "
            + votes.size()
            + " votes, ties as half a win; sandwich covariance");
  }

  /** Newton's method, with half a step where a whole one leads too far; the sum stays 0. */
  private RealVector fitted() {
    RealVector at = new ArrayRealVector(names.size());
    for (int i = 0; i < STEPS; i++) {
      RealVector step = inverse(information(at)).operate(gradient(at));
      double most = step.getLInfNorm();
      at = at.add(most > 1 ? step.mapMultiply(1 / most) : step);
      if (most < STILL) {
        return at;
      }
    }
    return at;
  }

  private RealVector gradient(RealVector at) {
    RealVector gradient = new ArrayRealVector(names.size());
    votes.forEach(vote -> add(gradient, vote, residual(at, vote)));
    return gradient;
  }

  private void add(RealVector to, Vote vote, double value) {
    to.addToEntry(first(vote), value);
    to.addToEntry(second(vote), -value);
  }

  private int first(Vote vote) {
    return names.indexOf(vote.first());
  }

  private int second(Vote vote) {
    return names.indexOf(vote.second());
  }

  private double residual(RealVector at, Vote vote) {
    return vote.won().share() - expected(at, vote);
  }

  private double expected(RealVector at, Vote vote) {
    return 1 / (1 + Math.exp(at.getEntry(second(vote)) - at.getEntry(first(vote))));
  }

  private RealMatrix information(RealVector at) {
    RealMatrix information = square();
    votes.forEach(v -> add(information, v, expected(at, v) * (1 - expected(at, v))));
    return information;
  }

  private RealMatrix covariance(RealVector at) {
    RealMatrix meat = square();
    votes.forEach(vote -> add(meat, vote, Math.pow(residual(at, vote), 2)));
    RealMatrix bread = inverse(information(at));
    return bread.multiply(meat).multiply(bread);
  }

  private RealMatrix square() {
    return new Array2DRowRealMatrix(names.size(), names.size());
  }

  private void add(RealMatrix to, Vote vote, double value) {
    int first = first(vote);
    int second = second(vote);
    to.addToEntry(first, first, value);
    to.addToEntry(second, second, value);
    to.addToEntry(first, second, -value);
    to.addToEntry(second, first, -value);
  }

  /** Nothing is known of the sum of all: the inverse leaves it where it is. */
  private static RealMatrix inverse(RealMatrix information) {
    int n = information.getRowDimension();
    double share = 1.0 / n;
    RealMatrix mean = information.copy().scalarMultiply(0).scalarAdd(share);
    return new LUDecomposition(information.add(mean)).getSolver().getInverse().subtract(mean);
  }
}
