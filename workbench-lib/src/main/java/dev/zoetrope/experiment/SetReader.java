package dev.zoetrope.experiment;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a list of things; a longer sentence is no list, nor is what names nothing of the set. */
final class SetReader {
  /** A thing has few words. */
  private static final int WORDS = 5;

  private static final Pattern LINES = Pattern.compile("[\\r\\n]+");
  private static final Pattern BETWEEN = Pattern.compile(" ?[,;&•] ?| and |(?:^| )[-•+](?= )");
  private static final Pattern AHEAD =
      Pattern.compile(
          "(?:there (?:is|are)|i (?:can )?see|it (?:shows|is|contains)|(?:a|an|the)|\\d{1,2}[.)])(?: |$)");

  private SetReader() {}

  static Optional<String> read(List<String> members, String answer) {
    Map<String, String> forms = forms(members);
    String listed = LINES.matcher(answer).replaceAll(" ; ");
    return Naming.agreed(listed, claim -> claim(forms, claim));
  }

  /** What a set of these reads as. */
  static String all(Collection<String> members) {
    return members.stream().distinct().sorted().collect(Collectors.joining(", "));
  }

  /** Fails if some of them cannot be told apart. */
  static void check(List<String> members) {
    forms(members);
  }

  private static Map<String, String> forms(List<String> members) {
    Map<String, String> forms = new LinkedHashMap<>();
    for (String member : members) {
      String form = AnswerText.form(member);
      if (form.isEmpty() || forms.put(form, member) != null) {
        throw new IllegalArgumentException(
            "\"" + member + "\" says nothing, or the same as another one of the set.");
      }
    }
    return forms;
  }

  private static Optional<String> claim(Map<String, String> forms, String text) {
    List<String> items =
        Arrays.stream(BETWEEN.split(text, -1))
            .map(item -> thing(forms, item))
            .filter(Predicate.not(String::isEmpty))
            .toList();
    boolean list =
        items.stream().anyMatch(forms::containsKey)
            && items.stream().allMatch(i -> forms.containsKey(i) || thing(i));
    return list
        ? Optional.of(all(items.stream().map(i -> forms.getOrDefault(i, i)).toList()))
        : Optional.empty();
  }

  private static boolean thing(String item) {
    return item.split(" ", -1).length <= WORDS && !Naming.doubted(item);
  }

  private static String thing(Map<String, String> forms, String item) {
    String left = AnswerText.form(item);
    for (int i = 0; i < WORDS && !forms.containsKey(left); i++) {
      Matcher ahead = AHEAD.matcher(left);
      left = ahead.lookingAt() ? left.substring(ahead.end()) : left;
    }
    return left;
  }
}
