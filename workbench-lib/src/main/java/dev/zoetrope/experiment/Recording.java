package dev.zoetrope.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.CompareEvent;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.ruler.Calibration;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes a comparison into the log while it runs: its plan, each answer as it comes, its end. */
final class Recording implements CompareListener {
  private static final ObjectMapper JSON = new ObjectMapper();

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
      keep(answered(answered.answer()));
    } else if (event instanceof CompareEvent.Exchanged exchanged) {
      keep(exchanged(exchanged));
    } else if (event instanceof CompareEvent.Ended ended) {
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
    ObjectNode json = line.putObject("plan");
    strings(json.putArray("sources"), plan.sources());
    ArrayNode windows = json.putArray("windows");
    plan.windows().forEach(w -> window(windows.addObject(), w));
    strings(json.putArray("encodings"), plan.encodings());
    strings(json.putArray("prompts"), plan.prompts());
    strings(json.putArray("backends"), plan.backends());
    sampling(json.putObject("sampling"), plan.sampling());
    json.put("repetitions", plan.repetitions());
    json.put("order", plan.schedule().order().name()).put("seed", plan.schedule().seed());
    line.set("machine", JSON.valueToTree(machine.facts()));
    calibration.ifPresent(c -> line.set("calibration", JSON.valueToTree(c.toMap())));
    return line;
  }

  private static void strings(ArrayNode into, List<String> values) {
    values.forEach(into::add);
  }

  private static void window(ObjectNode json, Plan.PlannedWindow window) {
    ArrayNode times = json.putArray("times_ms");
    window.times().forEach(t -> times.add(millis(t)));
    json.put("spacing_ms", millis(window.spacing()));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static void sampling(ObjectNode json, Sampling sampling) {
    json.put("max_tokens", sampling.maxTokens());
    json.put("temperature", sampling.temperature()).put("seed", sampling.seed());
  }

  private ObjectNode exchanged(CompareEvent.Exchanged told) {
    ObjectNode line = RunLog.line("exchange", run);
    line.put("request", run + "/" + told.slot().index());
    try {
      return line.set("exchange", JSON.readTree(told.exchange().json()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an exchange is JSON", e);
    }
  }

  private ObjectNode answered(Answer answer) {
    ObjectNode line = RunLog.line("answer", run);
    line.put("request", run + "/" + answer.slot().index());
    line.setAll(ResultJson.answer(answer));
    answer.observation().map(Observation::timeline).ifPresent(t -> stamps(line, t));
    return line;
  }

  /** In nanoseconds from the request's start, so that they can be compared across processes. */
  private static void stamps(ObjectNode line, Timeline timeline) {
    ObjectNode json = line.putObject("stamps_ns");
    long start = timeline.start();
    wire(json, timeline.wire(), start);
    timeline.bodySent().ifPresent(at -> json.put("body_sent", at - start));
    timeline.headers().ifPresent(at -> json.put("headers", at - start));
    timeline.load().ifPresent(s -> span(json.putArray("load"), s, start));
    ArrayNode encodes = json.putArray("image_encodes");
    timeline.imageEncodes().forEach(s -> span(encodes.addArray(), s, start));
    timeline.prefill().ifPresent(s -> span(json.putArray("prefill"), s, start));
    ArrayNode deltas = json.putArray("deltas");
    timeline.deltas().forEach(at -> deltas.add(at - start));
    timeline.firstContent().ifPresent(at -> json.put("first_content", at - start));
    timeline.end().ifPresent(at -> json.put("end", at - start));
  }

  private static void wire(ObjectNode json, Timeline.Wire wire, long start) {
    wire.queued().ifPresent(at -> json.put("queued", at - start));
    wire.connect().ifPresent(s -> span(json.putArray("connect"), s, start));
    if (!wire.reads().isEmpty()) {
      ArrayNode reads = json.putArray("reads");
      wire.reads().forEach(read -> reads.addArray().add(read.at() - start).add(read.bytes()));
    }
  }

  private static void span(ArrayNode into, Timeline.Span span, long start) {
    into.add(span.from() - start).add(span.to() - start);
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
