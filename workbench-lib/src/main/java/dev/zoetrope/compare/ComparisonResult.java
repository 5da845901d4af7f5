package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.PhaseChart;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.ruler.Calibrated;
import dev.zoetrope.temporal.EncodedPrompt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What everybody answered.
 *
 * @param run the comparison's id, in the log too
 * @param at when it began, for labels only
 * @param spec what was asked
 * @param order in words, how backends were asked
 * @param prompts each encoding as the models saw it
 * @param answers in slot order
 * @param client what the client added by itself; empty for a plain question
 */
public record ComparisonResult(
    String run,
    Instant at,
    ComparisonSpec spec,
    String order,
    List<EncodedPrompt> prompts,
    List<Answer> answers,
    Optional<Calibrated> client) {
  public ComparisonResult {
    requireNonNull(run, "run is null");
    requireNonNull(at, "at is null");
    requireNonNull(spec, "spec is null");
    requireNonNull(order, "order is null");
    requireNonNull(client, "client is null");
    prompts = List.copyOf(prompts);
    answers = List.copyOf(answers);
  }

  /**
   * What speaks against its numbers, one sentence each: a client that adds too much or is too busy,
   * a backend that shares its machine. Empty for a plain question, of which nobody knows.
   */
  public List<String> flags() {
    return ResultFlags.of(this);
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
