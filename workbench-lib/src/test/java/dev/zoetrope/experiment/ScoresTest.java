package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zoetrope.experiment.Scored.Item;
import dev.zoetrope.experiment.Scored.Showing;
import dev.zoetrope.metrics.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static Scored scored(String clip, Showing showing, Verdict verdict) {
    return new Scored(new Item(clip, "direction"), showing, verdict);
  }

  private static Scored scored(Item item, Verdict verdict) {
    return new Scored(item, Showing.IN_ORDER, verdict);
  }

  private static Scores scores(Scored... answers) {
    return Scores.of(List.of(answers), 1);
  }

  private static double value(Optional<Estimate> estimate) {
    return estimate.orElseThrow().value();
  }

  /** Who knows the way only from frames in their order. */
  private static List<Scored> seesMotion(int clips) {
    return IntStream.range(0, clips)
        .mapToObj(i -> "clip" + i)
        .flatMap(
            clip ->
                Stream.of(
                    scored(clip, Showing.IN_ORDER, Verdict.CORRECT),
                    scored(clip, Showing.REVERSED, Verdict.CORRECT),
                    scored(clip, Showing.ONE_FRAME, Verdict.WRONG),
                    scored(clip, Showing.SHUFFLED, Verdict.UNMATCHED)))
        .toList();
  }

  @Test
  void whoSeesMotionGainsFromFramesAndNeedsTheirOrder() {
    Scores scores = Scores.of(seesMotion(20), 1);

    assertThat(value(scores.accuracy())).isEqualTo(1);
    assertThat(value(scores.multiFrameGain())).isEqualTo(1);
    assertThat(value(scores.orderSensitivity())).isEqualTo(1);
    assertThat(value(scores.reversalConsistency())).isEqualTo(1);
  }

  @Test
  void whoAlwaysSaysTheSameGainsNothing() {
    Random random = new Random(3);
    List<Scored> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Verdict verdict = random.nextBoolean() ? Verdict.CORRECT : Verdict.WRONG;
      for (Showing showing : List.of(Showing.IN_ORDER, Showing.ONE_FRAME, Showing.SHUFFLED)) {
        answers.add(scored("clip" + i, showing, verdict));
      }
    }
    Scores scores = Scores.of(answers, 1);

    assertThat(value(scores.multiFrameGain())).isZero();
    assertThat(value(scores.orderSensitivity())).isZero();
    assertThat(scores.orderSensitivity().orElseThrow().excludes(0)).isFalse();
  }

  @Test
  void unmatchedAnswersAreNotRightAndAreCountedApart() {
    Scores scores =
        scores(
            scored("a", Showing.IN_ORDER, Verdict.CORRECT),
            scored("b", Showing.IN_ORDER, Verdict.UNMATCHED),
            scored("c", Showing.IN_ORDER, Verdict.WRONG),
            scored("d", Showing.IN_ORDER, Verdict.UNMATCHED));

    assertThat(value(scores.accuracy())).isEqualTo(0.25);
    assertThat(value(scores.ruleMatchRate())).isEqualTo(0.5);
    assertThat(scores.accuracy().orElseThrow().n()).isEqualTo(4);
    assertThat(scores.accuracy().orElseThrow().method()).contains("bootstrap by clips");
  }

  @Test
  void onlyItemsOfBothShowingsAreCompared() {
    Scores scores =
        scores(
            scored("a", Showing.IN_ORDER, Verdict.CORRECT),
            scored("a", Showing.ONE_FRAME, Verdict.CORRECT),
            scored("b", Showing.IN_ORDER, Verdict.CORRECT),
            scored("c", Showing.ONE_FRAME, Verdict.WRONG));

    assertThat(value(scores.multiFrameGain())).isZero();
    assertThat(scores.multiFrameGain().orElseThrow().n()).isEqualTo(1);
  }

  @Test
  void whatWasNotAskedIsNotReported() {
    Scores scores = scores(scored("a", Showing.IN_ORDER, Verdict.CORRECT));

    assertThat(scores.multiFrameGain()).isEmpty();
    assertThat(scores.orderSensitivity()).isEmpty();
    assertThat(scores.reversalConsistency()).isEmpty();
    assertThat(scores.groupScore()).isEmpty();
    assertThat(scores.circular()).isEmpty();
    assertThat(scores().accuracy()).isEmpty();
    assertThat(scores.against(scores(scored("b", Showing.IN_ORDER, Verdict.WRONG)))).isEmpty();
  }

  @Test
  void aPairIsRightIfBothAre() {
    Scores scores =
        scores(
            scored(new Item("a", "q", "1"), Verdict.CORRECT),
            scored(new Item("b", "q", "1"), Verdict.CORRECT),
            scored(new Item("c", "q", "2"), Verdict.CORRECT),
            scored(new Item("d", "q", "2"), Verdict.UNMATCHED),
            scored(new Item("e", "q", "alone"), Verdict.CORRECT));
    Estimate groups = scores.groupScore().orElseThrow();

    assertThat(groups.value()).isEqualTo(0.5);
    assertThat(groups.n()).isEqualTo(2);
    assertThat(groups.of()).isEqualTo("pairs");
    assertThat(value(scores.accuracy())).isEqualTo(0.8);
  }

  @Test
  void aChoiceIsRightIfItIsInAllRotations() {
    List<Scored> prefersFirst = new ArrayList<>();
    for (Rule.Choice choice : new Rule.Choice(List.of("left", "right", "up"), "up").rotations()) {
      int rotation = prefersFirst.size();
      Item item = new Item("clip", "q", rotation, Optional.empty());
      prefersFirst.add(scored(item, choice.judge("A")));
      Item known = new Item("clip", "known", rotation, Optional.empty());
      prefersFirst.add(scored(known, choice.judge("up")));
    }
    Scores scores = Scores.of(prefersFirst, 1);

    assertThat(value(scores.circular())).isEqualTo(0.5);
    assertThat(value(scores.accuracy())).isEqualTo(4 / 6.0, within(1e-12));
  }

  @Test
  void rotationsShowEveryOptionAtEveryLetter() {
    Rule.Choice choice = new Rule.Choice(List.of("left", "right", "up"), "up");

    assertThat(choice.rotations()).hasSize(3).doesNotHaveDuplicates().startsWith(choice);
    assertThat(choice.rotations()).allMatch(c -> c.answer().equals("up"));
    for (int place = 0; place < 3; place++) {
      int at = place;
      assertThat(choice.rotations().stream().map(c -> c.options().get(at)).distinct()).hasSize(3);
    }
    assertThat(choice.listed()).isEqualTo("A. left\nB. right\nC. up");
  }

  @Test
  void twoBackendsAreComparedOnTheSameItems() {
    List<Scored> better = new ArrayList<>();
    List<Scored> worse = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      better.add(scored("clip" + i, Showing.IN_ORDER, Verdict.CORRECT));
      worse.add(scored("clip" + i, Showing.IN_ORDER, i < 30 ? Verdict.CORRECT : Verdict.WRONG));
    }
    worse.add(scored("other", Showing.IN_ORDER, Verdict.WRONG));
    Scores first = Scores.of(better, 1);
    Scores second = Scores.of(worse, 1);

    assertThat(value(first.moreThan(second))).isEqualTo(0.25);
    assertThat(first.moreThan(second).orElseThrow().excludes(0)).isTrue();
    assertThat(first.against(second).orElseThrow().p()).isEqualTo(Math.pow(0.5, 9), within(1e-12));
    assertThat(first.against(second).orElseThrow().n()).isEqualTo(40);
    assertThat(value(second.moreThan(first))).isEqualTo(-0.25);
  }

  @Test
  void scoresAreSharesAndDoNotHangOnTheOrderOfAnswers() {
    Random random = new Random(17);
    for (int i = 0; i < 20; i++) {
      List<Scored> answers = anything(random);
      Scores there = Scores.of(answers, i);
      Collections.shuffle(answers, random);
      Scores shuffled = Scores.of(answers, i);

      assertThat(value(shuffled.accuracy())).isEqualTo(value(there.accuracy()), within(1e-12));
      assertThat(shuffled.groupScore()).isEqualTo(there.groupScore());
      assertThat(value(there.accuracy())).isBetween(0.0, value(there.ruleMatchRate()) + 1e-12);
      assertThat(value(there.multiFrameGain())).isBetween(-1.0, 1.0);
      assertThat(value(there.groupScore())).isBetween(0.0, 1.0);
    }
  }

  @Test
  void backwardsOnlyWhatChangesIsScored() {
    Item item = new Item("clip", "direction");

    assertThat(Scored.of(item, Showing.REVERSED, new Rule.Direction("left"), "right"))
        .hasValue(new Scored(item, Showing.REVERSED, Verdict.CORRECT));
    assertThat(Scored.of(item, Showing.REVERSED, new Rule.Direction("left"), "left"))
        .hasValue(new Scored(item, Showing.REVERSED, Verdict.WRONG));
    assertThat(Scored.of(item, Showing.REVERSED, new Rule.Direction("none"), "none")).isEmpty();
    assertThat(Scored.of(item, Showing.REVERSED, new Rule.Number(3), "3")).isEmpty();
    assertThat(Scored.of(item, Showing.SHUFFLED, new Rule.Number(3), "3"))
        .hasValue(new Scored(item, Showing.SHUFFLED, Verdict.CORRECT));
  }

  private static List<Scored> anything(Random random) {
    List<Scored> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Item item =
          new Item("clip" + random.nextInt(10), "q" + random.nextInt(5), "g" + random.nextInt(8));
      Showing showing = Showing.values()[random.nextInt(4)];
      answers.add(new Scored(item, showing, Verdict.values()[random.nextInt(3)]));
    }
    return answers;
  }
}
