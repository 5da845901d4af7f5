package dev.zoetrope.experiment;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds what a plain text names, as whole words, and whether it takes it back. Immutable. */
final class Naming {
  /** With one of these beside it a name may mean its opposite, or one of several. */
  private static final Pattern DOUBT =
      Pattern.compile(
          "(?<!\\p{L})(?:no|not|never|neither|nor|or|either|both|cannot|cant|dont|without|except"
              + "|instead|rather|unclear|unsure|uncertain|unknown|unable|impossible|whether|if"
              + "|unless|hardly|false|wrong|incorrect|opposite)(?!\\p{L})|n't(?!\\p{L})");

  /** Named, but not as an answer. */
  static final String ASIDE = "";

  private final Map<String, String> meanings;
  private final Pattern forms;

  /**
   * Of forms and what they mean.
   *
   * @param meanings keys as {@link AnswerText#form} makes them; {@link #ASIDE} for what means
   *     nothing
   */
  Naming(Map<String, String> meanings) {
    this.meanings = Map.copyOf(meanings);
    // The longest first: "from left to right" is not "left".
    String any =
        meanings.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    this.forms = Pattern.compile("(?<![\\p{L}\\p{N}])(?:" + any + ")(?![\\p{L}\\p{N}])");
  }

  /** All that is named. */
  Set<String> in(String text) {
    Set<String> named = new HashSet<>();
    Matcher found = forms.matcher(text);
    while (found.find()) {
      named.add(meanings.getOrDefault(found.group(), ASIDE));
    }
    named.remove(ASIDE);
    return named;
  }

  /** The one thing that is named without a doubt. */
  Optional<String> only(String text) {
    Set<String> named = in(text);
    return named.size() == 1 && !doubts(text) ? named.stream().findFirst() : Optional.empty();
  }

  /** Whether it is taken back or left open outside of what is named. */
  boolean doubts(String text) {
    return doubted(beside(text));
  }

  /** What is left without the names. */
  String beside(String text) {
    return forms.matcher(text).replaceAll(" ");
  }

  /** Whether a text takes something back or leaves it open. */
  static boolean doubted(String text) {
    return DOUBT.matcher(text).find();
  }

  /** What all claims of an answer say alike. */
  static Optional<String> agreed(String answer, Function<String, Optional<String>> claim) {
    Set<Optional<String>> said =
        AnswerText.claims(answer).stream().map(claim).collect(Collectors.toSet());
    return said.size() == 1 ? said.iterator().next() : Optional.empty();
  }
}
