package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A question of a plan and what is known of its answer.
 *
 * @param id in tables and logs: letters, digits, dots, hyphens and underscores
 * @param text word by word as models get it
 * @param kind what it is about, for tables: direction, count
 * @param about ids of the sources that it is asked about; empty for all
 * @param rule the right answer, where it is known
 */
public record PlannedQuestion(
    String id, String text, Optional<String> kind, List<String> about, Optional<Rule> rule) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]{0,63}");

  public PlannedQuestion {
    requireNonNull(text, "text is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(rule, "rule is null");
    about = List.copyOf(about);
    if (!ID.matcher(requireNonNull(id, "id is null")).matches()) {
      throw new IllegalArgumentException(
          "an id has up to 64 letters, digits, dots, hyphens and underscores.");
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("the question is empty; ask something.");
    }
  }

  /** About every source, its answer unknown. */
  public PlannedQuestion(String id, String text) {
    this(id, text, Optional.empty(), List.of(), Optional.empty());
  }

  /** About every source, with its answer. */
  public PlannedQuestion(String id, String text, Rule rule) {
    this(id, text, Optional.empty(), List.of(), Optional.of(rule));
  }

  boolean isAbout(String source) {
    return about.isEmpty() || about.contains(source);
  }
}
