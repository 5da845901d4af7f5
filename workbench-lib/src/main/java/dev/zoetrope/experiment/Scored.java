package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An answer with what its rule made of it.
 *
 * @param item what was asked
 * @param showing how its frames were shown
 * @param verdict by the question's rule; for {@link Showing#REVERSED} by what that rule expects of
 *     the film run backwards ({@link Rule#reversed})
 */
public record Scored(Item item, Showing showing, Verdict verdict) {
  public Scored {
    requireNonNull(item, "item is null");
    requireNonNull(showing, "showing is null");
    requireNonNull(verdict, "verdict is null");
  }

  /** The frames of a window, or one of the controls that tell whether their order matters. */
  public enum Showing {
    /** All of them as they were. */
    IN_ORDER,
    /** The middle one alone. */
    ONE_FRAME,
    /** All of them in an order that is not theirs. */
    SHUFFLED,
    /** All of them, the last one first. */
    REVERSED
  }

  /**
   * A question about a clip.
   *
   * @param clip whose answers are alike: intervals count clips
   * @param question its id
   * @param rotation by how many places its options were moved, 0 for none
   * @param group the counterfactual pair that it belongs to, if any
   */
  public record Item(String clip, String question, int rotation, Optional<String> group) {
    public Item {
      requireNonNull(clip, "clip is null");
      requireNonNull(question, "question is null");
      requireNonNull(group, "group is null");
    }

    /** In no pair, its options where they stood. */
    public Item(String clip, String question) {
      this(clip, question, 0, Optional.empty());
    }

    /** In a pair, its options where they stood. */
    public Item(String clip, String question, String group) {
      this(clip, question, 0, Optional.of(group));
    }

    /** The same for all rotations. */
    Item unrotated() {
      return new Item(clip, question, 0, group);
    }
  }

  /**
   * Judges an answer.
   *
   * @return empty for frames that run backwards where that changes nothing, or nobody knows what
   */
  public static Optional<Scored> of(Item item, Showing showing, Rule rule, String answer) {
    Optional<Rule> expected =
        showing == Showing.REVERSED
            ? rule.reversed().filter(back -> !back.equals(rule))
            : Optional.of(rule);
    return expected.map(right -> new Scored(item, showing, right.judge(answer)));
  }

  private static double share(boolean holds) {
    return holds ? 1 : 0;
  }

  double right() {
    return share(verdict == Verdict.CORRECT);
  }

  double matched() {
    return share(verdict != Verdict.UNMATCHED);
  }
}
