package dev.zoetrope.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.backend.Exchange;
import dev.zoetrope.compare.Answer;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Timeline;

/** What was asked and answered, as lines of the log. */
final class AnswerJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AnswerJson() {}

  static ObjectNode exchange(String run, int index, Exchange exchange) {
    ObjectNode line = RunLog.line("exchange", run).put("request", run + "/" + index);
    try {
      return line.set("exchange", JSON.readTree(exchange.json()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an exchange is JSON", e);
    }
  }

  static ObjectNode answer(String run, Answer answer) {
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
    timeline.wire().sending().ifPresent(at -> json.put("sending", at - start));
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
}
