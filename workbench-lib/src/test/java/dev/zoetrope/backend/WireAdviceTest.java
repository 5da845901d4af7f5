package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Reading;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A number that did not come says which flag or option brings it, where there is one. */
class WireAdviceTest {
  private static final String WORDS =
      "data: {\"choices\":[{\"delta\":{\"content\":\"Red\"}}]}\n\n"
          + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

  private static final String END = "data: [DONE]\n\n";

  /** By a metric's tag, why it is absent of an answer about one picture. */
  private static Map<String, String> absent(WireServer.Engine engine, byte[] answer)
      throws InterruptedException {
    try (RawServer server = RawServer.always(answer);
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(engine)) {
      Completion told = rig.ask(Pictures.ask(1, "What?", 8));
      return reasons(told);
    }
  }

  private static Map<String, String> reasons(Completion told) {
    Observation observation =
        new Observation(
            told.timeline(),
            told.usage(),
            told.serverTimings(),
            Optional.empty(),
            told.conditions());
    return Metrics.of(observation).entrySet().stream()
        .filter(number -> number.getValue() instanceof Reading.Absent)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, number -> ((Reading.Absent) number.getValue()).reason()));
  }

  private static byte[] silent() {
    return Recorded.stream(WORDS + END).untilClose();
  }

  @ParameterizedTest
  @EnumSource
  void noNumberIsAbsentWithoutAWordOfHowToGetIt(WireServer.Engine engine)
      throws InterruptedException {
    assertThat(absent(engine, silent()))
        .containsKeys("input_tokens", "output_tokens", "cached_tokens", "vision_tokens")
        .containsKeys("prefill_time", "queue_time", "image_encode_time")
        .doesNotContainValue("the server does not tell");
  }

  @ParameterizedTest
  @CsvSource({
    "VLLM, prefill_time, --enable-per-request-metrics",
    "VLLM, queue_time, --enable-per-request-metrics",
    "VLLM, cached_tokens, --enable-prompt-tokens-details",
    "VLLM, vision_tokens, --enable-prompt-tokens-details",
    "VLLM, input_tokens, --enable-force-include-usage",
    "VLLM, output_tokens, stream_options.include_usage",
    "VLLM, decode_throughput, --enable-force-include-usage",
    "VLLM, reasoning_tokens, --reasoning-parser",
    "SGLANG, cached_tokens, --enable-cache-report",
    "SGLANG, prefill_time, --enable-metrics",
    "LLAMA_CPP, queue_time, --metrics",
    "LLAMA_CPP, queue_time, /slots",
    "LLAMA_CPP, vision_tokens, /v1/responses/input_tokens",
    "LM_STUDIO, prefill_time, /api/v0",
    "OPENROUTER, prefill_time, /api/v1/generation",
    "OPENAI, vision_tokens, /v1/responses",
    "OTHER, output_tokens, stream_options.include_usage"
  })
  void theFlagOrOptionIsNamed(WireServer.Engine engine, String tag, String flag)
      throws InterruptedException {
    assertThat(absent(engine, silent()).get(tag)).contains(flag);
  }

  @Test
  void aBurstOfVllmIsCuredByItsOwnTimes() throws InterruptedException {
    String usage =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3}}\n\n";
    Map<String, String> reasons =
        absent(
            WireServer.Engine.VLLM,
            Recorded.stream(WORDS.replace("\"Red\"", "\"R\"") + WORDS + usage + END).untilClose());

    assertThat(reasons.get("decode_throughput"))
        .startsWith("burst; ")
        .contains("--enable-per-request-metrics");
    assertThat(reasons.get("client_decode_throughput")).isEqualTo("burst");
  }

  @Test
  void aRateWithoutACountOfWhatWasCachedSaysHowToGetOne() throws InterruptedException {
    String usage =
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3},"
            + "\"metrics\":{\"time_to_first_token_ms\":12.5,\"generation_time_ms\":9.0}}\n\n";
    Map<String, String> reasons =
        absent(WireServer.Engine.VLLM, Recorded.stream(WORDS + usage + END).untilClose());

    assertThat(reasons).doesNotContainKeys("prefill_time", "decode_throughput");
    assertThat(reasons.get("prefill_throughput"))
        .startsWith("no prompt tokens were counted; ")
        .contains("--enable-prompt-tokens-details");
  }

  @Test
  void whatOnlyChatCompletionsTellIsSaidOfMessages() throws InterruptedException {
    try (WireRig rig = new WireRig()) {
      rig.on("GET /v1/models", "vllm-0.32.0-cpu/get-models");
      rig.on("POST /v1/messages", "vllm-0.32.0-cpu/anthropic-4img-stream");
      Completion told = rig.ask("/v1/messages", Pictures.ask(4, "What?", 8));

      assertThat(reasons(told).get("prefill_time")).contains("only in chat completions");
    }
  }

  @Test
  void theCardNamesOnlyWhatIsKnownNotToComeByItself() throws InterruptedException {
    try (WireRig rig = new WireRig()) {
      rig.on("GET /v1/models", "vllm-0.32.0-cpu/get-models");
      try (VlmBackend backend = rig.connect("")) {
        assertThat(backend.card().traits().missing())
            .containsOnlyKeys(
                "prefill_time",
                "prefill_throughput",
                "queue_time",
                "cached_tokens",
                "vision_tokens");
      }
    }
  }
}
