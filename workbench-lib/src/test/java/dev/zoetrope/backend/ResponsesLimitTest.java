package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer that the token limit cut is not taken for a whole one. */
class ResponsesLimitTest {
  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  /** The recorded answer has eight tokens and is called complete. */
  private Completion limitedTo(int tokens, String server) throws InterruptedException {
    rig.on("GET /v1/models", server + "/get-models");
    rig.on("POST /v1/responses", server + "/responses-4img-stream");
    return rig.ask("/v1/responses", Pictures.ask(4, "What?", tokens).recording());
  }

  @ParameterizedTest
  @CsvSource({
    "llama-server-b11434, 8, LENGTH",
    "llama-server-b11434, 9, STOP",
    "litellm-1.106.2, 8, LENGTH",
    "vllm-0.32.0-cpu, 8, STOP"
  })
  void whereAServerDoesNotTellItsTokensDo(String server, int limit, FinishReason finish)
      throws InterruptedException {
    assertThat(limitedTo(limit, server).finish()).isEqualTo(finish);
  }

  @Test
  void aReplayEndsAlike(@TempDir Path folder) throws Exception {
    Completion live = limitedTo(8, "llama-server-b11434");
    Exchange exchange =
        rig.events.stream()
            .filter(TokenEvent.Exchanged.class::isInstance)
            .map(event -> ((TokenEvent.Exchanged) event).exchange())
            .findFirst()
            .orElseThrow();
    String line =
        "{\"type\":\"exchange\",\"request\":\"a/0\",\"exchange\":" + exchange.json() + "}\n";
    Path log = Files.writeString(folder.resolve("log.jsonl"), line);

    try (BackendRegistry registry = BackendRegistry.open(Ticker.system());
        VlmBackend replay = registry.connect("replay:" + log);
        TokenStream stream = replay.stream(Pictures.ask(4, "What?", 8))) {
      assertThat(stream.read(event -> {}).finish()).isEqualTo(live.finish());
    }
  }
}
