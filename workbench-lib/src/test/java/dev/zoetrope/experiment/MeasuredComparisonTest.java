package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.ruler.ScriptedVlmServer;
import dev.zoetrope.ruler.ServerScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked several times is measured, so this client is measured before it. */
class MeasuredComparisonTest {
  @TempDir Path folder;

  private ComparisonResult ask(int times, String... more) {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(ServerScript.steady(30, 2, 6));
        Workbench workbench =
            Workbench.open(new WorkbenchConfig(Ticker.system(), log(), List.of()))) {
      String uri = more.length == 0 ? server.uri() : more[0];
      return workbench
          .compare(
              workbench.source("synthetic:moving-shape?seed=7").at("1s"),
              List.of(workbench.backend(uri)))
          .times(times)
          .ask("What?");
    }
  }

  private Path log() {
    return folder.resolve("log.jsonl");
  }

  @Test
  void repetitionsAreCalibrated() throws IOException {
    ComparisonResult result = ask(2);
    String id = result.client().orElseThrow().calibration().id();

    assertThat(result.answers()).hasSize(2);
    assertThat(result.flags()).anyMatch(flag -> flag.startsWith("SAME MACHINE: http"));
    assertThat(result.table().notes()).anyMatch(note -> note.startsWith("Calibration " + id));
    JsonNode json = LogSchema.parsed(ResultJson.of(result, MachineFacts.read()));
    assertThat(json.at("/calibration/id").asText()).isEqualTo(id);
    assertThat(json.get("client_cpu_share").asDouble()).isPositive();
    assertThat(json.get("flags")).hasSameSizeAs(result.flags());
    List<JsonNode> lines = LogSchema.lines(log());
    lines.forEach(LogSchema.published()::accepts);
    assertThat(lines.get(0).at("/calibration/id").asText()).isEqualTo(id);
  }

  @Test
  void aPlainQuestionIsAskedAtOnce() throws IOException {
    assertThat(ask(1).client()).isEmpty();
    assertThat(LogSchema.lines(log()).get(0).has("calibration")).isFalse();
  }

  @Test
  void anEngineInThisProcessIsNotReadThroughTheClient() {
    assertThat(ask(2, "embedded:tiny").client()).isEmpty();
  }
}
