package dev.zoetrope.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the one number of an answer, in digits or as an English word. */
final class NumberReader {
  private static final List<String> COUNTED =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen",
          "twenty");

  private static final Map<String, Double> WORDS = words();

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}.,])(?:(?<=(?:^|[ (]))-)?\\d{1,15}(?:,\\d{3}(?!\\d))*(?:\\.\\d{1,15})?"
              + "(?![\\p{L}\\p{N}]|[.,]\\d)|(?<![\\p{L}\\p{N}])(?:"
              + String.join("|", WORDS.keySet())
              + ")(?![\\p{L}\\p{N}])");

  private static final Pattern GROUPED = Pattern.compile("-?\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?");

  /** Digits beside the number that it does not take are another number. */
  private static final Pattern DIGIT = Pattern.compile("\\d");

  /** What counts the pictures that were shown, or points at one thing, counts nothing in them. */
  private static final Pattern ASIDE =
      Pattern.compile(
          "[\\p{L}\\p{N}]+ (?:separate |different |consecutive )?(?:frames?|images?|pictures?|photos?)"
              + "(?: \\d+)?(?![\\p{L}\\p{N}])|(?<!\\p{L})(?:which|no|the|any|this|that|some|every|each|another) one(?!\\p{L})");

  private static final Pattern BOUND =
      Pattern.compile(
          "(?<!\\p{L})(?:more|less|fewer|over|under|above|below|least|most|between|not|never|no|or"
              + "|either|unclear|unsure|cannot|unable|almost|nearly|without)(?!\\p{L})|n't(?!\\p{L})|[<>≤≥±^%/]");

  private NumberReader() {}

  private static Map<String, Double> words() {
    Map<String, Double> words =
        IntStream.range(0, COUNTED.size())
            .boxed()
            .collect(Collectors.toMap(COUNTED::get, i -> (double) i));
    words.putAll(Map.of("none", 0.0, "once", 1.0, "twice", 2.0, "thrice", 3.0));
    return Map.copyOf(words);
  }

  static OptionalDouble read(String answer) {
    Optional<String> number = Naming.agreed(answer, NumberReader::claim);
    return number.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(number.get()));
  }

  private static Optional<String> claim(String text) {
    String told = ASIDE.matcher(text).replaceAll(" ");
    Matcher found = NUMBER.matcher(told);
    Set<String> numbers = new HashSet<>();
    while (found.find()) {
      numbers.add(value(found.group()));
    }
    boolean more = DIGIT.matcher(NUMBER.matcher(told).replaceAll(" ")).find();
    return numbers.size() == 1 && !more && !BOUND.matcher(told).find()
        ? numbers.stream().findFirst().filter(n -> !n.isEmpty())
        : Optional.empty();
  }

  private static String value(String number) {
    Double word = WORDS.get(number);
    if (word != null) {
      return word.toString();
    }
    // "1,5" is one and a half to some and nothing to others.
    boolean odd = number.contains(",") && !GROUPED.matcher(number).matches();
    return odd ? "" : String.valueOf(Double.parseDouble(number.replace(",", "")));
  }
}
