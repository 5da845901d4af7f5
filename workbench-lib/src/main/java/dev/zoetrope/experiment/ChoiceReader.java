package dev.zoetrope.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads which of several options an answer takes: by its words, by its letter, or both alike. */
final class ChoiceReader {
  /** "A ball moves" is no choice of A: a letter stands alone or has a mark behind it. */
  private static final Pattern LETTER =
      Pattern.compile("(?:(?:option|choice|answer) )?\\(?([a-z])(?: ?[).:]+|$)(.*)");

  private static final Pattern NAMED =
      Pattern.compile("(?:option|choice|answer) \\(?([a-z])(?![\\p{L}\\p{N}])[).:,]*(.*)");

  private static final Pattern LONE =
      Pattern.compile("(?<![\\p{L}\\p{N}'])(?:[b-hj-z](?![\\p{L}\\p{N}'])|[ai] ?[).:])");

  private final List<String> options;
  private final Naming naming;
  private final boolean lettered;

  ChoiceReader(List<String> options) {
    this.options = options;
    Map<String, String> forms = forms(options);
    this.naming = new Naming(forms);
    // Options that are letters themselves are read as words alone.
    this.lettered = options.size() <= 26 && forms.keySet().stream().allMatch(f -> f.length() > 1);
  }

  /** Fails if some of them cannot be told apart. */
  static void check(List<String> options) {
    forms(options);
  }

  private static Map<String, String> forms(List<String> options) {
    Map<String, String> forms = new LinkedHashMap<>();
    for (String option : options) {
      String form = AnswerText.form(option);
      if (form.isEmpty() || forms.put(form, option) != null) {
        throw new IllegalArgumentException(
            "the option "
                + option
                + " cannot be told from another one, or from none, once case and punctuation are"
                + " dropped; write it in other words.");
      }
    }
    return forms;
  }

  Optional<String> read(String answer) {
    return Naming.agreed(answer, this::claim);
  }

  private Optional<String> claim(String text) {
    Matcher letter = LETTER.matcher(text);
    if (lettered && letter.matches()) {
      return lettered(letter);
    }
    Matcher named = NAMED.matcher(text);
    return lettered && named.matches() ? lettered(named) : naming.only(text);
  }

  private Optional<String> lettered(Matcher letter) {
    int place = letter.group(1).charAt(0) - 'a';
    if (place >= options.size()) {
      return Optional.empty();
    }
    String option = options.get(place);
    String rest = letter.group(2);
    boolean alone = Set.of(option).containsAll(naming.in(rest)) && !LONE.matcher(rest).find();
    return alone && !naming.doubts(rest) ? Optional.of(option) : Optional.empty();
  }
}
