package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.SlowVlmServer;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What went over the wire stands in the one log and can be asked again. */
class RecordedRunTest {
  @TempDir Path folder;

  @Test
  void aRecordedComparisonIsReplayedFromItsLog() throws IOException {
    Path log = folder.resolve("log.jsonl");
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(1), 5);
        Workbench workbench =
            Workbench.open(new WorkbenchConfig(Ticker.system(), log, List.of()))) {
      Window window = workbench.source("synthetic:moving-shape?seed=7").at("1s");
      VlmBackend live = workbench.backend("http://127.0.0.1:" + server.port());
      ComparisonResult first = workbench.compare(window, List.of(live)).recorded().ask("What?");
      List<JsonNode> lines = LogSchema.lines(log);

      assertThat(lines)
          .extracting(line -> line.get("type").asText())
          .containsExactly("plan", "exchange", "answer", "end");
      lines.forEach(LogSchema.published()::accepts);
      assertThat(lines.get(1).get("request")).isEqualTo(lines.get(2).get("request"));
      assertThat(lines.get(2).at("/cache/wanted").asText()).isEqualTo("plain");
      assertThat(lines.get(2).at("/stamps_ns/reads")).isNotEmpty();

      String uri = "replay:" + log + "#" + lines.get(1).get("request").asText();
      ComparisonResult again =
          workbench.compare(window, List.of(workbench.backend(uri))).ask("What?");

      assertThat(again.answers().get(0).outcome()).isEqualTo(first.answers().get(0).outcome());
      assertThat(ttft(again).value()).isEqualTo(ttft(first).value());
      assertThat(ttft(again).provenance().kind()).isEqualTo(ttft(first).provenance().kind());
      assertThat(ttft(first).provenance().context().cache()).hasValue("not told");
    }
  }

  private static Reading.Value ttft(ComparisonResult result) {
    return (Reading.Value) result.answers().get(0).readings().get("time_to_first_token");
  }
}
