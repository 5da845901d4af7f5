package dev.zoetrope.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.temporal.Encoding;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A plan as it stands in the log. */
final class PlanJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanJson() {}

  /** The plan of one comparison. */
  static ObjectNode comparison(Plan plan) {
    ObjectNode json = axes(plan);
    sampling(json.putObject("sampling"), plan.axes().samplings().get(0));
    return scheduled(json, plan);
  }

  /** The plan of a run, so that its log says what was asked without its file. */
  static ObjectNode run(Plan plan) {
    ObjectNode json = axes(plan);
    ArrayNode samplings = json.putArray("samplings");
    plan.axes().samplings().forEach(s -> sampling(samplings.addObject(), s));
    scheduled(json, plan);
    json.put("name", plan.name()).put("fingerprint", CellIds.fingerprint(plan));
    json.put("cells", plan.size()).put("cache", plan.cache().name().toLowerCase(Locale.ROOT));
    json.put("sequence", plan.schedule().sequence().name());
    ArrayNode ids = json.putArray("source_ids");
    plan.axes().sources().forEach(source -> ids.add(source.id()));
    ArrayNode questions = json.putArray("questions");
    plan.axes().questions().forEach(q -> question(questions.addObject(), q));
    limits(json.putObject("limits"), plan.limits());
    budget(json.putObject("budget"), plan.budget());
    return json;
  }

  private static ObjectNode axes(Plan plan) {
    ObjectNode json = JSON.createObjectNode();
    Plan.Axes axes = plan.axes();
    strings(
        json.putArray("sources"), axes.sources().stream().map(Plan.PlannedSource::uri).toList());
    ArrayNode windows = json.putArray("windows");
    axes.windows().forEach(w -> window(windows.addObject(), w));
    strings(json.putArray("encodings"), axes.encodings().stream().map(Encoding::name).toList());
    strings(
        json.putArray("prompts"), axes.questions().stream().map(PlannedQuestion::text).toList());
    strings(json.putArray("backends"), axes.backends());
    return json;
  }

  private static ObjectNode scheduled(ObjectNode json, Plan plan) {
    json.put("repetitions", plan.axes().repetitions());
    return json.put("order", plan.schedule().order().name()).put("seed", plan.schedule().seed());
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

  static void sampling(ObjectNode json, Sampling sampling) {
    json.put("max_tokens", sampling.maxTokens());
    json.put("temperature", sampling.temperature()).put("seed", sampling.seed());
  }

  private static void question(ObjectNode json, PlannedQuestion question) {
    json.put("id", question.id());
    question.kind().ifPresent(kind -> json.put("kind", kind));
    if (!question.about().isEmpty()) {
      strings(json.putArray("about"), question.about());
    }
    question.rule().ifPresent(rule -> json.set("rule", JSON.valueToTree(rule.toMap())));
  }

  private static void limits(ObjectNode json, Plan.Limits limits) {
    json.put("workers", limits.workers()).put("retries", limits.retries());
    json.put("failures", limits.failures());
  }

  private static void budget(ObjectNode json, Plan.Budget budget) {
    budget.requests().ifPresent(requests -> json.put("requests", requests));
    budget.time().ifPresent(time -> json.put("time_ms", time.toMillis()));
  }
}
