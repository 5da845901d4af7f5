package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.backend.FinishReason;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.PushSource;
import dev.zoetrope.capture.SourceRegistry;
import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.LiveSession;
import dev.zoetrope.compare.LiveSpec;
import dev.zoetrope.compare.ScriptedBackend;
import dev.zoetrope.media.Frame;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.SingleFrame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A live session is in the one log, line by line. */
@Timeout(120)
class LiveLogTest {
  @TempDir Path folder;

  @Test
  void everyLineOfALiveSessionIsAsTheSchemaSays() throws Exception {
    Path log = folder.resolve("log.jsonl");
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system());
        FrameEncoder encoder = FrameEncoder.open(Ticker.system())) {
      session(sources, new Experiments(RunLog.at(log), encoder));
    }
    List<JsonNode> lines = LogSchema.lines(log);
    LogSchema schema = LogSchema.published();
    lines.forEach(schema::accepts);
    assertThat(lines.get(0).at("/plan/live/every_ms").asDouble()).isEqualTo(1);
    assertThat(lines).filteredOn(l -> l.get("type").asText().equals("answer")).hasSize(2);
    assertThat(lines)
        .filteredOn(l -> l.get("type").asText().equals("answer"))
        .extracting(l -> l.at("/live/prompt").asText())
        .containsExactly("Open?", "Closed?");
    assertThat(lines).anyMatch(l -> l.path("event").asText().equals("changed"));
    assertThat(lines).anyMatch(l -> l.path("event").asText().equals("source") && l.has("state"));
    JsonNode end = lines.get(lines.size() - 1);
    assertThat(end.get("type").asText()).isEqualTo("end");
    assertThat(end.get("failed").asInt()).isEqualTo(1);
  }

  /** One answer, another question, one failure, the source's end. */
  private static void session(SourceRegistry sources, Experiments experiments)
      throws InterruptedException {
    PushSource door = sources.push("door#stall=10m");
    Frame picture = sources.open("synthetic:moving-shape?seed=7&size=64").at("0s").last();
    Semaphore asked = new Semaphore(0);
    AtomicInteger questions = new AtomicInteger();
    ScriptedBackend vlm =
        new ScriptedBackend(
            "a:",
            "here",
            (sink, closed) -> {
              asked.release();
              if (questions.getAndIncrement() == 1) {
                throw new IllegalStateException("gone");
              }
              return Answers.completion("yes", FinishReason.STOP);
            });
    LiveSpec spec =
        new LiveSpec(
            door,
            1,
            Duration.ZERO,
            SingleFrame.last(),
            List.of(vlm),
            Duration.ofMillis(1),
            Sampling.greedy(16),
            "Open?");
    try (LiveSession session = experiments.live(spec, Ticker.system(), List.of())) {
      door.push(picture);
      asked.acquire();
      awaitAnswers(session, 1);
      session.ask("Closed?");
      door.push(picture);
      asked.acquire();
      awaitAnswers(session, 2);
      door.end();
      assertThat(session.await(Duration.ofSeconds(60))).isTrue();
    }
  }

  private static void awaitAnswers(LiveSession session, int count) throws InterruptedException {
    while (session.report().backends().get(0).answered()
            + session.report().backends().get(0).failed()
        < count) {
      assertThat(session.await(Duration.ofMillis(5))).isFalse();
    }
  }
}
