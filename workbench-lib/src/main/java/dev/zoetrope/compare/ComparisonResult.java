package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.PhaseChart;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.temporal.EncodedPrompt;
import java.time.Instant;
import java.util.List;

/**
 * What everybody answered.
 *
 * @param run the comparison's id, in the log too
 * @param at when it began, for labels only
 * @param spec what was asked
 * @param order in words, how backends were asked
 * @param prompts each encoding as the models saw it
 * @param answers in slot order
 */
public record ComparisonResult(
    String run,
    Instant at,
    ComparisonSpec spec,
    String order,
    List<EncodedPrompt> prompts,
    List<Answer> answers) {
  public ComparisonResult {
    requireNonNull(run, "run is null");
    requireNonNull(at, "at is null");
    requireNonNull(spec, "spec is null");
    requireNonNull(order, "order is null");
    prompts = List.copyOf(prompts);
    answers = List.copyOf(answers);
  }

  /** Answers and numbers, one row for each answer. */
  public Table table() {
    return ResultTable.of(this);
  }

  /** Prefill and decode of each answer. */
  public PhaseChart chart() {
    return ResultChart.of(this);
  }

  /** Whether some backend failed; what the others answered is here all the same. */
  public boolean anyFailed() {
    return answers.stream().anyMatch(a -> a.outcome() instanceof Outcome.Failed);
  }
}
