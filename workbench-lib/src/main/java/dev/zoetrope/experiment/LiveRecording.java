package dev.zoetrope.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.capture.SourceEvent;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.CompareEvent;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.compare.LiveAnswer;
import dev.zoetrope.compare.LiveEvent;
import dev.zoetrope.compare.LiveReport;
import dev.zoetrope.compare.LiveSpec;
import dev.zoetrope.compare.LiveTally;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a live session into the log while it runs: its plan, each answer and each event as it
 * comes, its end. Confined to its event thread.
 */
final class LiveRecording implements CompareListener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(LiveRecording.class);

  private final RunLog log;
  private final String run;
  private boolean broken;

  LiveRecording(RunLog log, String run) {
    this.log = log;
    this.run = run;
  }

  /** Writes the plan, before anybody is asked. */
  void begin(LiveSpec spec, MachineFacts machine) {
    log.append(planned(spec, machine));
  }

  @Override
  public void on(CompareEvent event) {
    if (event instanceof LiveEvent.Answered answered) {
      keep(answered(answered.answer()));
    } else if (event instanceof LiveEvent.Source source) {
      keep(source(source.event()));
    } else if (event instanceof LiveEvent.Changed changed) {
      keep(event("changed", changed.words()).put("backend", changed.backend()));
    } else if (event instanceof LiveEvent.Missed missed) {
      keep(event("missed", missed.words()).put("backend", missed.backend()));
    } else if (event instanceof LiveEvent.Ended ended) {
      keep(ended(ended.report()));
    }
  }

  @Override
  public boolean keeps() {
    return true;
  }

  /** A log that failed once is not waited for again; the session goes on without it. */
  private void keep(ObjectNode line) {
    if (broken) {
      return;
    }
    try {
      log.append(line);
    } catch (UncheckedIOException e) {
      broken = true;
      LOG.error("the rest of the live session {} is not in the log", run, e);
    }
  }

  private ObjectNode planned(LiveSpec spec, MachineFacts machine) {
    ObjectNode line = RunLog.line("plan", run).put("at", Instant.now().toString());
    ObjectNode json = line.putObject("plan");
    json.putArray("sources").add(spec.source().uri());
    json.putArray("windows");
    json.putArray("encodings").add(spec.encoding().name());
    json.putArray("prompts").add(spec.prompt());
    ArrayNode backends = json.putArray("backends");
    spec.backends().forEach(backend -> backends.add(backend.card().uri()));
    PlanJson.sampling(json.putObject("sampling"), spec.sampling());
    json.put("repetitions", 1).put("order", AskOrder.AT_ONCE.name()).put("seed", 0);
    ObjectNode live = json.putObject("live").put("every_ms", spec.every().toNanos() / 1e6);
    live.put("frames", spec.frames()).put("spacing_ms", spec.spacing().toNanos() / 1e6);
    line.set("machine", JSON.valueToTree(machine.facts()));
    return line;
  }

  private ObjectNode answered(LiveAnswer answer) {
    ObjectNode line = AnswerJson.answer(run, answer.answer());
    ObjectNode live = line.putObject("live").put("prompt", answer.prompt());
    live.put("dropped", answer.dropped()).put("skipped", answer.skipped());
    return line;
  }

  private ObjectNode source(SourceEvent event) {
    ObjectNode line = event("source", event.words()).put("state", event.state().name());
    event.code().ifPresent(code -> line.put("code", code));
    return line;
  }

  private ObjectNode event(String kind, String words) {
    ObjectNode line = RunLog.line("live", run).put("at", Instant.now().toString());
    return line.put("event", kind).put("words", words);
  }

  private ObjectNode ended(LiveReport report) {
    List<LiveTally> tallies = report.backends();
    ObjectNode line = RunLog.line("end", run).put("at", Instant.now().toString());
    line.put("order", "each at its own pace");
    line.put("answers", sum(tallies, t -> t.answered() + t.failed()));
    line.put("failed", sum(tallies, LiveTally::failed));
    return line.put("cancelled", sum(tallies, LiveTally::superseded));
  }

  private static long sum(List<LiveTally> tallies, ToLongFunction<LiveTally> count) {
    return tallies.stream().mapToLong(count).sum();
  }
}
