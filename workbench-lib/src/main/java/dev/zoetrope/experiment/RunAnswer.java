package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One answer as a run's log has it.
 *
 * @param cell what was asked of whom: the same in each run that asks it
 * @param place its place on each axis of the plan
 * @param state "complete", "failed" or "cancelled"
 * @param finish why a complete one ended: "stop", "length" and so on; empty otherwise
 * @param text what the model wrote; hostile
 * @param error why it failed, code and message
 * @param readings each number by tag, or why there is none
 * @param rule what is right, where the plan knows
 */
public record RunAnswer(
    String cell,
    Place place,
    String state,
    String finish,
    String text,
    Optional<String> error,
    Map<String, Reading> readings,
    Optional<Rule> rule) {
  public RunAnswer {
    requireNonNull(cell, "cell is null");
    requireNonNull(place, "place is null");
    requireNonNull(state, "state is null");
    requireNonNull(finish, "finish is null");
    requireNonNull(text, "text is null");
    requireNonNull(error, "error is null");
    readings = Map.copyOf(new LinkedHashMap<>(readings));
    requireNonNull(rule, "rule is null");
  }

  /**
   * A place on each axis.
   *
   * @param question its id
   * @param kind what it is about, for tables; empty if the plan says nothing
   * @param frames SHA-256 of each picture that was sent
   */
  public record Place(
      String backend,
      String encoding,
      String source,
      String question,
      String kind,
      int window,
      int sampling,
      int repetition,
      List<String> frames) {
    public Place {
      requireNonNull(backend, "backend is null");
      requireNonNull(encoding, "encoding is null");
      requireNonNull(source, "source is null");
      requireNonNull(question, "question is null");
      requireNonNull(kind, "kind is null");
      frames = List.copyOf(frames);
    }
  }

  /** Whether the model came to its end. */
  public boolean isComplete() {
    return state.equals("complete");
  }

  /**
   * Right, wrong or neither; empty without a rule or an answer. Of one that was cut at its limit of
   * tokens nobody knows how it would have gone on.
   */
  public Optional<Verdict> verdict() {
    if (!isComplete()) {
      return Optional.empty();
    }
    return rule.map(known -> finish.equals("length") ? Verdict.UNMATCHED : known.judge(text));
  }

  /** A number, where it is known. */
  public Optional<Reading.Value> value(String tag) {
    return readings.get(tag) instanceof Reading.Value value ? Optional.of(value) : Optional.empty();
  }
}
