package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.metrics.CacheState;
import dev.zoetrope.metrics.Conditions;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.ruler.Calibrated;
import java.util.Locale;
import java.util.Map;

/**
 * A result as one JSON object, schema {@code zoetrope.compare/1}; the log's answers have the same
 * shape.
 */
public final class ResultJson {
  /** The schema's name; a breaking change raises its number. */
  public static final String SCHEMA = "zoetrope.compare/1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultJson() {}

  /** The whole result, pretty-printed. */
  public static String of(ComparisonResult result, MachineFacts machine) {
    requireNonNull(result, "result is null");
    ObjectNode json = JSON.createObjectNode();
    json.put("schema", SCHEMA).put("run", result.run()).put("at", result.at().toString());
    json.put("source", result.spec().window().source()).put("prompt", result.spec().prompt());
    json.put("order", result.order());
    ArrayNode answers = json.putArray("answers");
    result.answers().forEach(a -> answers.add(answer(a)));
    json.set("machine", JSON.valueToTree(machine.facts()));
    result.client().ifPresent(client -> client(json, result, client));
    return write(json);
  }

  private static void client(ObjectNode json, ComparisonResult result, Calibrated client) {
    json.set("calibration", JSON.valueToTree(client.calibration().toMap()));
    json.put("client_cpu_share", client.cpuShare());
    ArrayNode flags = json.putArray("flags");
    result.flags().forEach(flags::add);
  }

  private static String write(ObjectNode json) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values always writes", e);
    }
  }

  static ObjectNode answer(Answer answer) {
    ObjectNode json = JSON.createObjectNode();
    BackendCard card = answer.slot().backend();
    json.put("backend", card.uri()).put("server", card.server()).put("model", card.model());
    card.version().ifPresent(version -> json.put("version", version));
    json.put("encoding", answer.slot().encoding()).put("repetition", answer.slot().repetition());
    ArrayNode frames = json.putArray("frames");
    answer.frames().forEach(frames::add);
    outcome(json, answer.outcome());
    readings(json, answer.readings());
    answer
        .observation()
        .flatMap(Observation::conditions)
        .ifPresent(known -> conditions(json, known));
    return json;
  }

  private static void outcome(ObjectNode json, Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      json.put("state", "failed");
      ObjectNode error = json.putObject("error");
      error.put("code", failed.code()).put("message", failed.message());
      error.put("partial_text", failed.text());
    } else if (outcome instanceof Outcome.Complete complete) {
      json.put("state", "complete").put("text", complete.text());
      json.put("finish", complete.finish().name().toLowerCase(Locale.ROOT));
    } else {
      json.put("state", "cancelled").put("text", outcome.text());
    }
  }

  private static void conditions(ObjectNode json, Conditions known) {
    known.cache().ifPresent(cache -> cache(json.putObject("cache"), cache));
    known
        .prompt()
        .ifPresent(
            form ->
                json.putObject("prompt_form")
                    .put("pictures", form.pictures().name())
                    .put("source", form.source().name()));
  }

  private static void cache(ObjectNode json, CacheState cache) {
    json.put("wanted", cache.wanted());
    ArrayNode means = json.putArray("means");
    cache.means().forEach(means::add);
    json.put("verdict", cache.verdict().name());
    cache.cached().ifPresent(tokens -> json.put("cached", tokens));
  }

  static void readings(ObjectNode json, Map<String, Reading> readings) {
    ObjectNode metrics = json.putObject("metrics");
    ObjectNode absent = json.putObject("absent");
    readings.forEach(
        (tag, reading) -> {
          if (reading instanceof Reading.Value value) {
            value(metrics.putObject(tag), value);
          } else if (reading instanceof Reading.Absent none) {
            absent.put(tag, none.reason());
          }
        });
  }

  private static void value(ObjectNode json, Reading.Value value) {
    json.put("value", value.value()).put("unit", value.unit());
    Provenance provenance = value.provenance();
    ObjectNode source = json.putObject("provenance");
    source.put("kind", provenance.kind().name()).put("formula", provenance.formula());
    source.put("from", provenance.kind().basis());
    provenance.context().server().ifPresent(server -> source.put("server", server));
    provenance.context().cache().ifPresent(cache -> source.put("cache", cache));
    provenance.context().calibration().ifPresent(id -> source.put("calibration", id));
  }
}
