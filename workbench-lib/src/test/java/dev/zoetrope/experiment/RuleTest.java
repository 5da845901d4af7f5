package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
  private static final Rule.Choice CHOICE =
      new Rule.Choice(List.of("left", "right", "up and left", "It does not move"), "right");
  private static final List<Rule> RULES =
      List.of(
          CHOICE,
          new Rule.YesNo(true),
          new Rule.YesNo(false),
          new Rule.Number(3),
          new Rule.Direction("left"),
          new Rule.Direction("right"),
          new Rule.Regex("x(a+)+$"),
          new Rule.SetOf(List.of("red circle", "blue square")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          right                                      | right
          **Right.**                                 | right
          ＲＩＧＨＴ                                 | right
          B                                          | right
          (b)                                        | right
          B. right                                   | right
          **B**) It goes right.                      | right
          Option B                                   | right
          The correct answer is: B) right            | right
          Answer: left                               | left
          It moves left and so is not still? Answer: B | right
          \\boxed{B}                                 | right
          <think>left? no</think> right              | right
          It goes up and left.                       | up and left
          D                                          | It does not move
          It doesn't, it does not move               | -
          It does not move.                          | It does not move
          left or right                              | -
          A or B                                     | -
          A) or B)                                   | -
          B) A)                                      | -
          B) left                                    | -
          not right                                  | -
          A ball moves                               | -
          I cannot tell whether it moves right.      | -
          Answer: left. Final answer: right          | -
          E                                          | -
          derecha                                    | -
          bright                                     | -
          Does it move right?                        | -
          <think>it moves right                      | -
          """)
  void aChoiceIsReadByWordsOrLetter(String answer, String read) {
    assertThat(CHOICE.read(answer).orElse("-")).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          Yes                                | yes
          YES!                               | yes
          *yes*, it moves                    | yes
          Answer: No.                        | no
          No, it rests.                      | no
          No it does not.                    | no
          No                                 | no
          no-one                             | -
          No idea.                           | -
          No picture was given.              | -
          Yes and no                         | -
          Yes. No.                           | -
          yes or maybe                       | -
          I would say yes                    | -
          Not sure, yes                      | -
          Да                                 | -
          nope                               | -
          yesterday                          | -
          Is it? Yes                         | yes
          """)
  void yesOrNoComesFirstAndAlone(String answer, String read) {
    assertThat(new Rule.YesNo(true).read(answer).orElse("-")).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          3                                          | 3
          Three times.                               | 3
          The ball bounces 3 (three) times           | 3
          In the 4 frames, it bounces twice          | 2
          In frame 2 there are five                  | 5
          1,000                                      | 1000
          -2.50                                      | -2.5
          ٣                                          | 3
          None.                                      | 0
          Answer: 4                                  | 4
          3 or 4                                     | -
          3-4                                        | -
          3/4                                        | -
          3²                                         | -
          ½                                          | -
          3,5                                        | -
          1,000,00                                   | -
          3rd                                        | -
          3.0.1                                      | -
          more than 3                                | -
          at least three                             | -
          not 3                                      | -
          I can't tell which one.                    | -
          twenty-one                                 | -
          1 2 3 4 5                                  | -
          tres                                       | -
          I see 4 frames.                            | -
          3 balls in 2 seconds                       | -
          """)
  void oneNumberIsRead(String answer, String read) {
    assertThat(new Rule.Number(3).read(answer).orElse("-")).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          left                                             | left
          To the left.                                     | left
          It moves to the left.                            | left
          It moves leftwards                               | left
          The ball is moving from left to right.           | right
          from the left side to the right side it glides   | right
          It starts on the left and moves right            | right
          The ball on the left moves down                  | down
          It falls down                                    | down
          Up                                               | up
          It speeds up and moves left                      | left
          It rotates anti-clockwise                        | counterclockwise
          It stays still.                                  | none
          It does not move.                                | none
          None                                             | none
          out                                              | out
          The camera zooms in                              | in
          left and right                                   | -
          It does not move left                            | -
          It moves left, not right                         | -
          It moves to the upper left                       | aslant
          The ball is in the left half                     | -
          In the movie it is left of the door              | -
          That's right.                                    | -
          The ball left the picture                        | -
          izquierda                                        | -
          left or something else moves                     | -
          first left then up it moves                      | -
          """)
  void aDirectionIsReadWhereSomethingMoves(String answer, String read) {
    assertThat(new Rule.Direction("left").read(answer).orElse("-")).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          blue square, red circle                           | CORRECT
          There is a red circle and a blue square.          | CORRECT
          1. red circle; 2. blue square                     | CORRECT
          - Red circle - Blue square                        | CORRECT
          red circle                                        | WRONG
          red circle, blue square, green triangle           | WRONG
          red circle or blue square                         | UNMATCHED
          no red circle, blue square                        | UNMATCHED
          Many coloured things lie there beside each other, red circle, blue square | UNMATCHED
          """)
  void aSetHasAllAndNothingElse(String answer, Verdict verdict) {
    Rule set = new Rule.SetOf(List.of("red circle", "blue square"));

    assertThat(set.judge(answer)).isEqualTo(verdict);
  }

  @Test
  void aSetIsReadFromLines() {
    Rule set = new Rule.SetOf(List.of("red circle", "blue square"));

    assertThat(set.judge("blue square\nred circle\n")).isEqualTo(Verdict.CORRECT);
  }

  @Test
  void aRegularExpressionFindsOrKnowsNothing() {
    Rule rule = new Rule.Regex("\\bdoor (is )?open\\b");

    assertThat(rule.judge("The DOOR is open.")).isEqualTo(Verdict.CORRECT);
    assertThat(rule.judge("It is shut.")).isEqualTo(Verdict.UNMATCHED);
  }

  @Test
  void whatIsReadIsHeldAgainstTheTruth() {
    assertThat(CHOICE.judge("B")).isEqualTo(Verdict.CORRECT);
    assertThat(CHOICE.judge("A")).isEqualTo(Verdict.WRONG);
    assertThat(CHOICE.judge("C?")).isEqualTo(Verdict.UNMATCHED);
    assertThat(new Rule.Number(-0.0).judge("0")).isEqualTo(Verdict.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "?", "I only know coloured shapes.", "One picture cannot tell.",
            "I see no picture.",
        "我不知道", "🤷", "\u0000\u202e", "I'm sorry, I can't help with that.", "N/A", "unknown"
      })
  void whatSaysNothingIsNeverRight(String answer) {
    assertThat(RULES).allSatisfy(r -> assertThat(r.judge(answer)).isEqualTo(Verdict.UNMATCHED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        ".",
        "?",
        " ",
        "1",
        "left ",
        "(b) ",
        "a?",
        "n't",
        "answer: ",
        "1,000",
        "ﷺ",
        "- ",
        "a\n"
      })
  void longAnswersNeitherHangNorCount(String again) {
    List<String> floods = List.of(again.repeat(3_000) + "!", again.repeat(300_000) + "!");

    assertThat(floods)
        .allSatisfy(
            flood -> assertThat(RULES).allSatisfy(r -> assertThat(r.read(flood)).isNotNull()));
    assertThat(RULES)
        .allSatisfy(r -> assertThat(r.judge(floods.get(1))).isEqualTo(Verdict.UNMATCHED));
  }

  @Test
  void anAnswerWithAllTheWordsIsNeverRight() {
    Random random = new Random(11);
    List<String> words =
        List.of("left", "right", "up", "down", "yes", "no", "1", "2", "3", "red circle", "A", "B");
    for (int i = 0; i < 2_000; i++) {
      List<String> said = new ArrayList<>(words);
      Collections.shuffle(said, random);
      String between = List.of(" ", ", ", " or ", " and ", ". ").get(i % 5);
      String answer = String.join(between, said);
      assertThat(RULES).noneMatch(rule -> rule.judge(answer) == Verdict.CORRECT);
    }
  }

  @Test
  void anyMixOfSignsIsReadAlikeTwiceAndNeverThrows() {
    Random random = new Random(7);
    String signs = "abAB yesnoleftright0123.,;:!?()-*_`\"'{}\\\n\t<>/²½٣é的🤷";
    for (int i = 0; i < 5_000; i++) {
      String answer =
          IntStream.range(0, random.nextInt(40))
              .mapToObj(j -> String.valueOf(signs.charAt(random.nextInt(signs.length()))))
              .collect(Collectors.joining());
      for (Rule rule : RULES) {
        assertThat(rule.read(answer)).isEqualTo(rule.read(answer));
      }
    }
  }

  @Test
  void caseAndDressDoNotMatter() {
    for (String way : List.of("left", "right", "up", "down", "none")) {
      Rule rule = new Rule.Direction(way);
      for (String dress :
          List.of("%s", "**%s**", "  %s. ", "\"%s\"", "`%s`", "Answer: %s", "%s!\n")) {
        assertThat(rule.judge(String.format(dress, way.toUpperCase(Locale.ROOT))))
            .isEqualTo(Verdict.CORRECT);
      }
    }
  }

  @Test
  void backwardsTheOppositeIsRight() {
    assertThat(new Rule.Direction("up").reversed()).hasValue(new Rule.Direction("down"));
    assertThat(new Rule.Direction("none").reversed()).hasValue(new Rule.Direction("none"));
    assertThat(CHOICE.reversed().map(Rule::expected)).hasValue("left");
    assertThat(new Rule.Choice(List.of("left", "up"), "left").reversed()).isEmpty();
    assertThat(new Rule.Number(3).reversed()).isEmpty();
    for (String way : DirectionReader.WORDS) {
      Rule there = new Rule.Direction(way);
      assertThat(there.reversed().flatMap(Rule::reversed)).hasValue(there);
    }
  }

  @Test
  void everyRuleIsPlainDataAndReadsItsOwnAnswer() {
    assertThat(new Rule.YesNo(false).toMap()).isEqualTo(Map.of("yes_no", "no"));
    assertThat(CHOICE.toMap()).containsEntry("answer", "right");
    assertThat(RULES)
        .filteredOn(rule -> !(rule instanceof Rule.Regex))
        .allSatisfy(r -> assertThat(r.judge(r.expected())).isEqualTo(Verdict.CORRECT));
    assertThat(RULES.stream().map(Object::getClass).distinct())
        .hasSameSizeAs(Rule.class.getPermittedSubclasses());
  }

  @Test
  void whatCannotBeAskedIsRefusedWithTheReason() {
    assertThatThrownBy(() -> new Rule.Choice(List.of("Left", "left!"), "Left"))
        .hasMessageContaining("left! cannot be told from another one");
    assertThatThrownBy(() -> new Rule.Choice(List.of("left", "right"), "up"))
        .hasMessageContaining("none of the options: left, right");
    assertThatThrownBy(() -> new Rule.Direction("lefft"))
        .hasMessageContaining("Did you mean left?");
    assertThatThrownBy(() -> new Rule.Regex("(?<!a)b")).hasMessageContaining("no look-around");
    assertThatThrownBy(() -> new Rule.SetOf(List.of())).hasMessageContaining("the set is empty");
  }
}
