package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.Clip;
import dev.zoetrope.compare.ComparisonCancelled;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.compare.ScriptedBackend;
import dev.zoetrope.metrics.Metric;
import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.Grid;
import dev.zoetrope.temporal.SingleFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line that a run writes is as docs/log-schema.json says. */
class LogSchemaTest {
  @TempDir Path folder;

  @Test
  void everyLineOfAScriptedRunIsValid() throws IOException {
    List<JsonNode> lines = scripted();

    assertThat(lines).extracting(l -> l.get("type").asText()).startsWith("plan").endsWith("end");
    assertThat(lines).hasSize(1 + 8 + 1);
    LogSchema schema = LogSchema.published();
    lines.forEach(schema::accepts);
  }

  @Test
  void everyLineOfTheEmbeddedModelIsValidAndHasItsSpans() throws IOException {
    Path log = folder.resolve("log.jsonl");
    try (Workbench workbench =
        Workbench.open(new WorkbenchConfig(Ticker.system(), log, List.of()))) {
      workbench
          .compare(
              workbench.source("synthetic:moving-shape?seed=7").at("1s"),
              List.of(workbench.backend("embedded:tiny")))
          .ask("What is there?");
    }
    List<JsonNode> lines = LogSchema.lines(log);
    LogSchema schema = LogSchema.published();
    lines.forEach(schema::accepts);
    assertThat(lines.get(1).at("/stamps_ns/prefill")).hasSize(2);
    assertThat(lines.get(1).at("/stamps_ns/image_encodes/0")).hasSize(2);
    assertThat(lines.get(1).at("/prompt_form/pictures").asText()).isEqualTo("WHOLE");
    assertThat(lines.get(1).at("/prompt_form/source").asText()).isEqualTo("ENGINE");
    assertThat(lines.get(1).has("cache")).as("it has none").isFalse();
  }

  @Test
  void aStoppedRunIsValidAndEnds() throws IOException {
    Path log = folder.resolve("log.jsonl");
    try (Clip clip = new Clip()) {
      ScriptedBackend stopped = new ScriptedBackend("a:", "here", Answers.saying("left"));
      Thread.currentThread().interrupt();
      Throwable thrown =
          catchThrowable(
              () ->
                  new Experiments(RunLog.at(log), clip.encoder())
                      .compare(clip.spec(stopped), List.of()));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(thrown).isInstanceOf(ComparisonCancelled.class);
    }
    List<JsonNode> lines = LogSchema.lines(log);
    LogSchema schema = LogSchema.published();
    lines.forEach(schema::accepts);
    assertThat(lines.get(lines.size() - 1).get("cancelled").asInt()).isEqualTo(1);
  }

  @Test
  void everyMetricIsAValueOrHasAReason() throws IOException {
    for (JsonNode line : scripted()) {
      if (line.get("type").asText().equals("answer")) {
        List<String> tags = new ArrayList<>();
        line.get("metrics").fieldNames().forEachRemaining(tags::add);
        line.get("absent").fieldNames().forEachRemaining(tags::add);
        assertThat(tags)
            .containsExactlyInAnyOrderElementsOf(
                Metrics.STANDARD.stream().map(Metric::tag).toList());
      }
    }
  }

  @Test
  void theSchemaIsNotOneThatAcceptsAnything() throws IOException {
    LogSchema schema = LogSchema.published();
    for (JsonNode line : scripted()) {
      schema.refuses(changed(line).put("surprise", 1));
      schema.refuses(changed(line).put("schema", "zoetrope.log/2"));
      schema.refuses(changed(line).put("type", "other"));
      line.fieldNames().forEachRemaining(name -> requires(schema, line, name));
    }
  }

  private static void requires(LogSchema schema, JsonNode line, String name) {
    if (!name.equals("version")) {
      schema.refuses(changed(line).without(name));
    }
  }

  private static ObjectNode changed(JsonNode line) {
    return line.deepCopy();
  }

  /** Two encodings, twice: one backend answers, one fails half-way. */
  private List<JsonNode> scripted() throws IOException {
    Path log = folder.resolve("scripted.jsonl");
    try (Clip clip = new Clip()) {
      VlmBackend[] two = {
        new ScriptedBackend("a:", "here", Answers.saying("it moves to the left")),
        new ScriptedBackend(
            "b:",
            "there",
            (sink, closed) -> {
              throw new BackendException.Rejected(500, "b: is ill; ask it later.");
            })
      };
      ComparisonResult result =
          new Experiments(RunLog.at(log), clip.encoder())
              .compare(
                  clip.spec(
                      List.of(SingleFrame.middle(), Grid.of(2, 1)), 2, AskOrder.BY_HOST, 3, two),
                  List.of());
      assertThat(result.answers()).hasSize(8);
    }
    return LogSchema.lines(log);
  }
}
