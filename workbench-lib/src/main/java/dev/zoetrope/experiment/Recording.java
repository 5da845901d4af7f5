package dev.zoetrope.experiment;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.CompareEvent;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.ruler.Calibration;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a comparison into the log while it runs: its plan, each answer as it comes, its end. */
final class Recording implements CompareListener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ENERGY =
      List.of("prefill_energy", "decode_energy", "energy_per_output_token");

  private final RunLog log;
  private final String run;
  private final Plan plan;
  private final MachineFacts machine;
  private final Optional<Calibration> calibration;
  private Optional<UncheckedIOException> failure = Optional.empty();

  Recording(
      RunLog log, String run, Plan plan, MachineFacts machine, Optional<Calibration> calibration) {
    this.log = log;
    this.run = run;
    this.plan = plan;
    this.machine = machine;
    this.calibration = calibration;
  }

  /** Writes the plan, before anybody is asked. */
  void begin() {
    log.append(planned());
  }

  @Override
  public void on(CompareEvent event) {
    if (event instanceof CompareEvent.Answered answered) {
      keep(AnswerJson.answer(run, answered.answer()));
    } else if (event instanceof CompareEvent.Exchanged exchanged) {
      keep(AnswerJson.exchange(run, exchanged.slot().index(), exchanged.exchange()));
    } else if (event instanceof CompareEvent.Ended ended) {
      ended.result().answers().forEach(this::energy);
      keep(ended(ended.result()));
    }
  }

  @Override
  public boolean keeps() {
    return true;
  }

  /** The run ends before anybody was asked. */
  void broken(RuntimeException why) {
    ObjectNode line = end("nobody was asked", 0).put("failed", 0).put("cancelled", 0);
    keep(line.put("error", String.valueOf(why.getMessage())));
  }

  /** A log that failed once is not waited for again: what it lacks is in {@link #failure()}. */
  private synchronized void keep(ObjectNode line) {
    if (failure.isPresent()) {
      return;
    }
    try {
      log.append(line);
    } catch (UncheckedIOException e) {
      failure = Optional.of(e);
    }
  }

  /** Why the log lacks some of this run. */
  synchronized Optional<UncheckedIOException> failure() {
    return failure;
  }

  private ObjectNode planned() {
    ObjectNode line = RunLog.line("plan", run).put("at", Instant.now().toString());
    line.set("plan", PlanJson.comparison(plan));
    line.set("machine", JSON.valueToTree(machine.facts()));
    calibration.ifPresent(c -> line.set("calibration", JSON.valueToTree(c.toMap())));
    return line;
  }

  /** Known only when the counters have moved once more, after the answer's own line was written. */
  private void energy(Answer answer) {
    answer
        .observation()
        .flatMap(Observation::energy)
        .ifPresent(
            energy -> {
              ObjectNode line = RunLog.line("energy", run);
              line.put("request", run + "/" + answer.slot().index());
              Map<String, Reading> all = answer.readings();
              ResultJson.readings(line, ENERGY.stream().collect(toMap(tag -> tag, all::get)));
              keep(line);
            });
  }

  private ObjectNode ended(ComparisonResult result) {
    ObjectNode line = end(result.order(), result.answers().size());
    line.put("failed", count(result, Outcome.Failed.class));
    return line.put("cancelled", count(result, Outcome.Cancelled.class));
  }

  private ObjectNode end(String order, int answers) {
    ObjectNode line = RunLog.line("end", run).put("at", Instant.now().toString());
    return line.put("order", order).put("answers", answers);
  }

  private static long count(ComparisonResult result, Class<? extends Outcome> kind) {
    return result.answers().stream().filter(a -> kind.isInstance(a.outcome())).count();
  }
}
