package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.YamlPlace;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a run out of a log. A line that is torn, foreign or hostile is skipped and counted. */
public final class RunReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<String> wanted;
  private final Map<String, Begun> runs = new LinkedHashMap<>();
  private long skipped;

  private RunReader(Optional<String> wanted) {
    this.wanted = wanted;
  }

  /** What is known of a run so far. */
  private record Begun(
      JsonNode line, Map<String, JsonNode> answers, Map<String, JsonNode> energy) {}

  /**
   * One run of a log.
   *
   * @param run its id; the newest if empty
   * @throws IllegalArgumentException if the log has no such run
   * @throws UncheckedIOException if it cannot be read
   */
  public static RunRecord read(Path log, Optional<String> run) {
    requireNonNull(log, "log is null");
    RunReader reader = new RunReader(requireNonNull(run, "run is null"));
    try (InputStream in = Files.newInputStream(log)) {
      new LogLines(in).forEach(reader::line);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log " + log + ": " + e.getMessage(), e);
    }
    return reader.record(log);
  }

  private void line(byte[] bytes, int from, int length) {
    try {
      JsonNode line = JSON.readTree(bytes, from, length);
      if (line == null || !line.path("run").isTextual()) {
        skipped++;
        return;
      }
      take(line);
    } catch (IOException e) {
      skipped++;
    }
  }

  private void take(JsonNode line) {
    String run = line.path("run").asText();
    if (wanted.isPresent() && !wanted.get().equals(run)) {
      return;
    }
    switch (line.path("type").asText()) {
      case "plan" -> begin(run, line);
      case "answer" -> answer(run, line);
      case "energy" -> energy(run, line);
      default -> {}
    }
  }

  /** Of several runs only the newest is kept. */
  private void begin(String run, JsonNode line) {
    runs.clear();
    runs.put(run, new Begun(line, new LinkedHashMap<>(), new LinkedHashMap<>()));
  }

  /** The last answer counts, but no failure after an answer. */
  private void answer(String run, JsonNode line) {
    Begun begun = runs.get(run);
    if (begun != null) {
      begun.answers.merge(
          name(line),
          line,
          (before, now) -> before.path("state").asText().equals("complete") ? before : now);
    }
  }

  private void energy(String run, JsonNode line) {
    Begun begun = runs.get(run);
    if (begun != null) {
      begun.energy.put(line.path("request").asText(), line);
    }
  }

  /** Of a comparison, whose answers have no cell, the request's own number. */
  private static String name(JsonNode line) {
    String cell = line.path("cell").path("id").asText();
    String request = line.path("request").asText();
    return cell.isEmpty() ? request.substring(request.indexOf('/') + 1) : cell;
  }

  private RunRecord record(Path log) {
    String run =
        runs.keySet().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        log
                            + (wanted.isPresent() ? " has no run " + wanted.get() : " has no run")
                            + "; zoetrope run writes one."));
    return record(run, requireNonNull(runs.get(run), "the run was just found"));
  }

  private RunRecord record(String run, Begun begun) {
    JsonNode plan = begun.line.path("plan");
    Map<String, JsonNode> questions = new LinkedHashMap<>();
    plan.path("questions").forEach(q -> questions.put(q.path("id").asText(), q));
    List<RunAnswer> answers = new ArrayList<>();
    begun.answers.forEach((cell, line) -> answers.add(answer(cell, line, begun, questions)));
    return new RunRecord(
        run,
        plan.path("name").asText("comparison"),
        begun.line.path("at").asText(),
        plan.path("cells").isInt() ? Optional.of(plan.path("cells").asInt()) : Optional.empty(),
        words(plan),
        answers,
        strings(begun.line.path("machine")),
        Optional.of(begun.line.path("calibration").path("id").asText()).filter(id -> !id.isEmpty()),
        skipped);
  }

  /** The prompts stand beside the questions, in the same order. */
  private static Map<String, String> words(JsonNode plan) {
    Map<String, String> words = new LinkedHashMap<>();
    for (int i = 0; i < plan.path("prompts").size(); i++) {
      String id = plan.path("questions").path(i).path("id").asText("prompt-" + (i + 1));
      words.put(id, plan.path("prompts").path(i).asText());
    }
    return words;
  }

  private static Map<String, String> strings(JsonNode facts) {
    Map<String, String> strings = new LinkedHashMap<>();
    facts
        .properties()
        .forEach(
            fact ->
                strings.put(
                    fact.getKey(),
                    fact.getValue().isValueNode()
                        ? fact.getValue().asText()
                        : fact.getValue().toString()));
    return strings;
  }

  private static RunAnswer answer(
      String cell, JsonNode line, Begun begun, Map<String, JsonNode> questions) {
    JsonNode asked = line.path("cell");
    String id = asked.path("question").asText("prompt-1");
    JsonNode question = questions.getOrDefault(id, JSON.nullNode());
    JsonNode error = line.path("error");
    Map<String, Reading> readings = readings(line);
    Optional.ofNullable(begun.energy.get(line.path("request").asText()))
        .ifPresent(energy -> readings.putAll(readings(energy)));
    return new RunAnswer(
        cell,
        place(line, asked, id, question),
        line.path("state").asText(),
        line.path("finish").asText(),
        line.path("text").asText(),
        error.isObject()
            ? Optional.of(error.path("code").asText() + ": " + error.path("message").asText())
            : Optional.empty(),
        readings,
        rule(question.path("rule")));
  }

  private static RunAnswer.Place place(
      JsonNode line, JsonNode asked, String question, JsonNode told) {
    List<String> frames = new ArrayList<>();
    line.path("frames").forEach(frame -> frames.add(frame.asText()));
    return new RunAnswer.Place(
        asked.path("backend").asText(line.path("backend").asText()),
        line.path("encoding").asText(),
        asked.path("source").asText(),
        question,
        told.path("kind").asText(),
        asked.path("window").asInt(),
        asked.path("sampling").asInt(),
        line.path("repetition").asInt(),
        frames);
  }

  private static Map<String, Reading> readings(JsonNode line) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    line.path("metrics")
        .properties()
        .forEach(
            metric -> value(metric.getValue()).ifPresent(v -> readings.put(metric.getKey(), v)));
    line.path("absent")
        .properties()
        .forEach(none -> readings.put(none.getKey(), new Reading.Absent(none.getValue().asText())));
    return readings;
  }

  /** A number whose provenance is not known here is none. */
  private static Optional<Reading> value(JsonNode json) {
    JsonNode source = json.path("provenance");
    for (Provenance.Kind kind : Provenance.Kind.values()) {
      if (kind.name().equals(source.path("kind").asText())
          && json.path("value").isNumber()
          && Double.isFinite(json.path("value").asDouble())) {
        return Optional.of(
            new Reading.Value(
                json.path("value").asDouble(),
                json.path("unit").asText(),
                new Provenance(kind, source.path("formula").asText())));
      }
    }
    return Optional.empty();
  }

  private static Optional<Rule> rule(JsonNode json) {
    try {
      return json.isObject()
          ? YamlPlace.of("the log", json.toString()).map(QuestionReader::rule)
          : Optional.empty();
    } catch (BackendException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
