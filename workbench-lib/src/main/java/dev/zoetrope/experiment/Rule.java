package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.zoetrope.media.DidYouMean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the right answer to a question is, as plain data; a plan file writes it the same way. A rule
 * reads an answer strictly: it must say one thing, once or alike, and take nothing back. Any text
 * is read in time that grows with its length, and what is longer than 10 000 characters is not.
 */
public sealed interface Rule {
  /** As a plan file has it: {@code {choice: [left, right], answer: left}}. */
  Map<String, Object> toMap();

  /** What {@link #read} finds in a right answer. */
  String expected();

  /** What the answer says, in the rule's own words; empty if it cannot be told. */
  Optional<String> read(String answer);

  /** Whether the answer is right, as far as it can be told. */
  default Verdict judge(String answer) {
    return read(requireNonNull(answer, "answer is null"))
        .map(said -> said.equals(expected()) ? Verdict.CORRECT : Verdict.WRONG)
        .orElse(Verdict.UNMATCHED);
  }

  /** What is right when the same pictures are shown backwards; empty if the rule cannot know. */
  default Optional<Rule> reversed() {
    return Optional.empty();
  }

  /**
   * One of several, told by its words or by its letter.
   *
   * @param options at least two, none twice; A, B, C … in this order
   * @param answer one of them
   */
  record Choice(List<String> options, String answer) implements Rule {
    public Choice {
      options = List.copyOf(options);
      require(options.size() >= 2, "a choice needs two options or more.");
      require(
          options.stream().distinct().count() == options.size(), "an option stands here twice.");
      require(
          options.contains(requireNonNull(answer, "answer is null")),
          "the answer is none of the options: " + String.join(", ", options) + ".");
      ChoiceReader.check(options);
    }

    @Override
    public Map<String, Object> toMap() {
      return Map.of("choice", options, "answer", answer);
    }

    @Override
    public String expected() {
      return answer;
    }

    @Override
    public Optional<String> read(String said) {
      return new ChoiceReader(options).read(said);
    }

    /**
     * The same choice with its options in every turn of their order, this one first: who prefers a
     * letter is right in some of them only.
     */
    public List<Choice> rotations() {
      return IntStream.range(0, options.size()).mapToObj(this::rotated).toList();
    }

    private Choice rotated(int places) {
      List<String> turned = new ArrayList<>(options);
      Collections.rotate(turned, places);
      return new Choice(turned, answer);
    }

    /** The options with their letters, a line each, to stand below a question. */
    public String listed() {
      return IntStream.range(0, options.size())
          .mapToObj(i -> (char) ('A' + i) + ". " + options.get(i))
          .collect(Collectors.joining("\n"));
    }

    /** The option that speaks of the opposite direction, where there is one. */
    @Override
    public Optional<Rule> reversed() {
      Optional<String> back = DirectionReader.read(answer).map(DirectionReader::back);
      return options.stream()
          .filter(option -> back.isPresent() && DirectionReader.read(option).equals(back))
          .findFirst()
          .map(option -> new Choice(options, option));
    }
  }

  /** Yes or no, as the answer's first word. */
  record YesNo(boolean yes) implements Rule {
    @Override
    public Map<String, Object> toMap() {
      return Map.of("yes_no", expected());
    }

    @Override
    public String expected() {
      return yes ? "yes" : "no";
    }

    @Override
    public Optional<String> read(String answer) {
      return YesNoReader.read(answer);
    }
  }

  /** A number, in digits or as a word up to twenty. */
  record Number(double number) implements Rule {
    public Number {
      require(Double.isFinite(number), "a finite number is expected.");
    }

    @Override
    public Map<String, Object> toMap() {
      return Map.of("number", number);
    }

    @Override
    public String expected() {
      return words(number);
    }

    @Override
    public Optional<String> read(String answer) {
      return NumberReader.read(answer).stream().mapToObj(Number::words).findFirst();
    }

    private static String words(double number) {
      // 0.0 and -0.0 are one number.
      return String.valueOf(number + 0.0).replaceFirst("\\.0$", "");
    }
  }

  /**
   * Which way something goes.
   *
   * @param direction left, right, up, down, clockwise, counterclockwise, in, out or none
   */
  record Direction(String direction) implements Rule {
    public Direction {
      require(
          DirectionReader.WORDS.contains(requireNonNull(direction, "direction is null")),
          "there is no direction "
              + direction
              + "."
              + DidYouMean.hint(direction, DirectionReader.WORDS)
              + " Write one of "
              + String.join(", ", DirectionReader.WORDS)
              + ".");
    }

    @Override
    public Map<String, Object> toMap() {
      return Map.of("direction", direction);
    }

    @Override
    public String expected() {
      return direction;
    }

    @Override
    public Optional<String> read(String answer) {
      return DirectionReader.read(answer);
    }

    @Override
    public Optional<Rule> reversed() {
      return Optional.of(new Direction(DirectionReader.back(direction)));
    }
  }

  /**
   * Whatever a regular expression finds, large or small letters. What it does not find is
   * unmatched, not wrong: nobody told it what wrong answers look like.
   *
   * @param regex in RE2's syntax, which has no look-around and no back-references and therefore
   *     nothing on which an answer could hang it
   */
  record Regex(String regex) implements Rule {
    public Regex {
      require(
          !requireNonNull(regex, "regex is null").isBlank(), "the regular expression is empty.");
      try {
        Pattern unused = Pattern.compile(regex);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "this is no regular expression of RE2 (no look-around, no back-references): "
                + e.getMessage()
                + ".",
            e);
      }
    }

    @Override
    public Map<String, Object> toMap() {
      return Map.of("regex", regex);
    }

    @Override
    public String expected() {
      return regex;
    }

    @Override
    public Optional<String> read(String answer) {
      boolean found =
          answer.length() <= AnswerText.LONGEST
              && Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(answer.strip()).find();
      return found ? Optional.of(regex) : Optional.empty();
    }
  }

  /**
   * Several things in whatever order, all of them and no others.
   *
   * @param members at least one
   */
  record SetOf(List<String> members) implements Rule {
    public SetOf {
      members = List.copyOf(members);
      require(!members.isEmpty(), "the set is empty; name what belongs to it.");
      SetReader.check(members);
    }

    @Override
    public Map<String, Object> toMap() {
      return Map.of("set", members);
    }

    @Override
    public String expected() {
      return SetReader.all(members);
    }

    @Override
    public Optional<String> read(String answer) {
      return SetReader.read(members, answer);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
