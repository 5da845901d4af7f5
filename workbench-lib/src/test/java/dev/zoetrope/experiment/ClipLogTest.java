package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.capture.RecordedClip;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.metrics.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipLogTest {
  @TempDir Path folder;

  @Test
  void aRecordingTellsWhereWhatWasAskedAboutStandsInItsFile() throws Exception {
    Path log = folder.resolve("log.jsonl");
    Duration begin = Duration.ofMillis(250);
    RecordedClip clip =
        new RecordedClip(Path.of("door.webm"), "push:door", 16, 8, begin, Duration.ZERO, 1, 0);
    try (Workbench workbench =
        Workbench.open(new WorkbenchConfig(Ticker.system(), log, List.of()))) {
      ClipLog recording = workbench.experiments().recording(clip);
      ComparisonResult result =
          workbench
              .compare(
                  workbench.source("synthetic:moving-shape?seed=7").window(2, "1s"),
                  List.of(workbench.backend("embedded:tiny")))
              .ask("What is there?");
      recording.asked(result);
      recording.ended(clip);
      List<JsonNode> lines = LogSchema.lines(log);
      lines.forEach(LogSchema.published()::accepts);
      assertThat(lines)
          .extracting(line -> line.get("type").asText())
          .containsExactly("clip", "plan", "answer", "end", "frame", "clip");
      JsonNode asked = lines.get(4);
      assertThat(asked.get("run").asText()).isEqualTo(recording.run());
      assertThat(asked.get("asked").asText()).isEqualTo(result.run());
      assertThat(asked.get("times_ms")).extracting(JsonNode::asDouble).containsExactly(0.0, 1000.0);
      assertThat(asked.get("clip_ms")).extracting(JsonNode::asDouble).containsExactly(0.0, 750.0);
      assertThat(lines.get(5).get("state").asText()).isEqualTo("ended");
    }
  }
}
