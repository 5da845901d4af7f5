package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.experiment.Scored.Item;
import dev.zoetrope.experiment.Scored.Showing;
import dev.zoetrope.metrics.Clustered;
import dev.zoetrope.metrics.Estimate;
import dev.zoetrope.metrics.Proportions;
import dev.zoetrope.metrics.Significance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the answers of one backend, asked in one way, are worth. Repeated answers to an item count
 * as their mean; intervals are clustered by clip. Nothing is reported of nothing: what was not
 * asked is empty. Immutable.
 */
public final class Scores {
  private final List<Scored> answers;
  private final long seed;

  private Scores(List<Scored> answers, long seed) {
    this.answers = List.copyOf(answers);
    this.seed = seed;
  }

  /**
   * Of these answers.
   *
   * @param seed of the intervals' draws
   */
  public static Scores of(List<Scored> answers, long seed) {
    return new Scores(requireNonNull(answers, "answers is null"), seed);
  }

  /** The share of right answers among all to frames in order, unmatched ones too. */
  public Optional<Estimate> accuracy() {
    return mean(Showing.IN_ORDER, Scored::right);
  }

  /** The share of answers to frames in order that the rules could read, right or wrong. */
  public Optional<Estimate> ruleMatchRate() {
    return mean(Showing.IN_ORDER, Scored::matched);
  }

  /** Accuracy on frames in order less that on the middle frame alone, of the same items. */
  public Optional<Estimate> multiFrameGain() {
    return lessThan(Showing.ONE_FRAME);
  }

  /** Accuracy on frames in order less that on shuffled ones: of what needs no order about 0. */
  public Optional<Estimate> orderSensitivity() {
    return lessThan(Showing.SHUFFLED);
  }

  /** The share of items whose frames, shown backwards, got the answer that is right backwards. */
  public Optional<Estimate> reversalConsistency() {
    return mean(Showing.REVERSED, Scored::right);
  }

  /** The share of counterfactual pairs of which all answers are right. */
  public Optional<Estimate> groupScore() {
    Map<String, List<Scored>> groups =
        inOrder(scored -> scored.item().group().isPresent())
            .collect(Collectors.groupingBy(s -> s.item().group().orElse("")));
    return allRight(several(groups.values(), Scored::item), "pairs");
  }

  /** The share of choices that are right wherever their options stood. */
  public Optional<Estimate> circular() {
    Map<Item, List<Scored>> choices =
        inOrder(scored -> true).collect(Collectors.groupingBy(s -> s.item().unrotated()));
    return allRight(
        several(choices.values(), s -> s.item().rotation()), "choices in all rotations");
  }

  /**
   * How much more of the same items is right here than there; frames in order alone.
   *
   * @return empty if they have no item in common
   */
  public Optional<Estimate> moreThan(Scores other) {
    return difference(
        items(Showing.IN_ORDER, Scored::right), other.items(Showing.IN_ORDER, Scored::right));
  }

  /**
   * Whether such a difference may be chance, by McNemar's exact test. An item that was asked
   * several times counts as right if it always was; the test takes items for independent of each
   * other.
   *
   * @return empty if they have no item in common
   */
  public Optional<Significance> against(Scores other) {
    Map<Item, Double> here = items(Showing.IN_ORDER, Scored::right);
    Map<Item, Double> there = other.items(Showing.IN_ORDER, Scored::right);
    Set<Item> both = new HashSet<>(here.keySet());
    both.retainAll(there.keySet());
    return both.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Significance.mcnemar(only(both, here, there), only(both, there, here), both.size()));
  }

  private static int only(Set<Item> both, Map<Item, Double> here, Map<Item, Double> there) {
    return (int) both.stream().filter(i -> always(here, i) && !always(there, i)).count();
  }

  private static boolean always(Map<Item, Double> rights, Item item) {
    return rights.getOrDefault(item, 0.0) == 1;
  }

  private Stream<Scored> inOrder(Predicate<Scored> also) {
    return answers.stream().filter(s -> s.showing() == Showing.IN_ORDER).filter(also);
  }

  /** Groups with two members or more: one alone is no pair. */
  private static List<List<Scored>> several(
      Collection<List<Scored>> groups, Function<Scored, Object> member) {
    return groups.stream().filter(g -> g.stream().map(member).distinct().count() > 1).toList();
  }

  private static Optional<Estimate> allRight(List<List<Scored>> groups, String of) {
    long right =
        groups.stream()
            .filter(g -> g.stream().allMatch(s -> s.verdict() == Verdict.CORRECT))
            .count();
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(Proportions.wilson((int) right, groups.size(), of));
  }

  private Optional<Estimate> lessThan(Showing control) {
    return difference(items(Showing.IN_ORDER, Scored::right), items(control, Scored::right));
  }

  private Optional<Estimate> difference(Map<Item, Double> first, Map<Item, Double> second) {
    Map<Item, Double> differences = new HashMap<>();
    first.forEach(
        (item, right) ->
            Optional.ofNullable(second.get(item))
                .ifPresent(other -> differences.put(item, right - other)));
    return clustered(differences);
  }

  private Optional<Estimate> mean(Showing showing, ToDoubleFunction<Scored> value) {
    return clustered(items(showing, value));
  }

  /** The mean of each item over its repetitions. */
  private Map<Item, Double> items(Showing showing, ToDoubleFunction<Scored> value) {
    return answers.stream()
        .filter(scored -> scored.showing() == showing)
        .collect(Collectors.groupingBy(Scored::item, Collectors.averagingDouble(value)));
  }

  private Optional<Estimate> clustered(Map<Item, Double> items) {
    // In the order of their names, so that the same seed draws the same clips.
    Map<String, List<Double>> clips = new TreeMap<>();
    items.forEach(
        (item, value) -> clips.computeIfAbsent(item.clip(), c -> new ArrayList<>()).add(value));
    List<double[]> groups =
        clips.values().stream()
            .map(g -> g.stream().mapToDouble(Double::doubleValue).toArray())
            .toList();
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(Clustered.of(groups, "clips", "share").bootstrap(Clustered.DRAWS, seed));
  }
}
