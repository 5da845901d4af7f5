package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LM Studio tells its own times only where it is asked in its own place; from documentation. */
class LmStudioTest {
  private static final String ROUTE = "POST /api/v0/chat/completions";
  private static final VlmRequest QUESTION = Pictures.ask(0, "What moves?", 24);
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":24,\"completion_tokens\":53,\"total_tokens\":77}";
  private static final String TIMES =
      "\"tokens_per_second\":51.4,\"time_to_first_token\":0.111,\"generation_time\":0.954";
  private static final String ABOUT =
      "\"model_info\":{\"arch\":\"qwen2vl\",\"quant\":\"Q4_K_M\",\"format\":\"gguf\","
          + "\"context_length\":4096},\"runtime\":{\"name\":\"llama.cpp-linux\",\"version\":"
          + "\"1.3.0\",\"supported_formats\":[\"gguf\"]}";

  private final WireRig rig = new WireRig();

  @BeforeEach
  void isThere() {
    rig.json(
        "GET /v1/models", "{\"data\":[{\"id\":\"qwen2-vl\",\"owned_by\":\"organization_owner\"}]}");
    rig.json(
        "GET /api/v0/models",
        "{\"data\":[{\"id\":\"qwen2-vl\",\"type\":\"vlm\",\"state\":\"loaded\","
            + "\"max_context_length\":32768}]}");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static String whole(String finish, String stats) {
    return "{\"choices\":[{\"message\":{\"content\":\"A circle.\"},\"finish_reason\":\""
        + finish
        + "\"}],"
        + USAGE
        + ",\"stats\":{"
        + stats
        + "},"
        + ABOUT
        + "}";
  }

  private Completion asked(String body) throws InterruptedException {
    rig.json(ROUTE, body);
    return rig.ask("", QUESTION.inOnePiece());
  }

  private static Reading.Value number(Completion told, String tag) {
    Map<String, Reading> numbers =
        Metrics.of(
            new Observation(
                told.timeline(),
                told.usage(),
                told.serverTimings(),
                Optional.empty(),
                told.conditions()));
    return (Reading.Value) numbers.get(tag);
  }

  @Test
  void itsTimesAreTheServersOwn() throws InterruptedException {
    Completion told = asked(whole("stop", TIMES + ",\"stop_reason\":\"eosFound\""));

    assertThat(number(told, "prefill_time").value()).isEqualTo(111);
    assertThat(number(told, "decode_throughput").value()).isCloseTo(52 / 0.954, within(0.01));
    assertThat(number(told, "decode_throughput").provenance().kind())
        .isEqualTo(Provenance.Kind.SERVER_REPORTED);
    assertThat(told.finish()).isEqualTo(FinishReason.STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1", "/api/v0", "/v1/chat/completions", "/api/v0/chat/completions"})
  void isAskedInItsOwnPlaceWhateverPathTheAddressHas(String path) throws InterruptedException {
    rig.json(ROUTE, whole("stop", TIMES));

    assertThat(rig.ask(path, QUESTION.inOnePiece()).serverTimings()).isPresent();
  }

  @Test
  void atTheEndOfAStreamTheyAreReadToo() throws InterruptedException {
    rig.on(
        ROUTE,
        Recorded.stream(
                "data: {\"choices\":[{\"delta\":{\"content\":\"A\"}}]}\n\n"
                    + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                    + "data: {\"choices\":[],"
                    + USAGE
                    + ",\"stats\":{"
                    + TIMES
                    + ",\"stop_reason\":\"maxPredictedTokensReached\"},"
                    + ABOUT
                    + "}\n\ndata: [DONE]\n\n")
            .untilClose());
    Completion told = rig.ask("", QUESTION);

    assertThat(number(told, "prefill_time").value()).isEqualTo(111);
    assertThat(told.finish()).as("a cut is a cut").isEqualTo(FinishReason.LENGTH);
  }

  @ParameterizedTest
  @CsvSource({
    "stop, maxPredictedTokensReached, LENGTH",
    "stop, contextLengthReached, LENGTH",
    "stop, stopStringFound, STOP",
    "length, maxPredictedTokensReached, LENGTH"
  })
  void whatCutTheAnswerIsSeen(String finish, String stop, FinishReason told)
      throws InterruptedException {
    assertThat(asked(whole(finish, TIMES + ",\"stop_reason\":\"" + stop + "\"")).finish())
        .isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "modelUnloaded", "userStopped"})
  void anAnswerThatLmStudioGaveUpIsAFailure(String stop) {
    BackendException error =
        catchThrowableOfType(
            BackendException.class,
            () -> asked(whole("stop", TIMES + ",\"stop_reason\":\"" + stop + "\"")));

    assertThat(error).isInstanceOf(BackendException.MalformedStream.class);
    assertThat(error).hasMessageContaining(stop);
    assertThat(error.partialText()).isEqualTo("A circle.");
  }

  @Test
  void aRateWithoutItsTimeIsTheServersRate() throws InterruptedException {
    Reading.Value rate =
        number(asked(whole("stop", "\"tokens_per_second\":51.4")), "decode_throughput");

    assertThat(rate.value()).isCloseTo(51.4, within(1e-9));
    assertThat(rate.provenance().formula()).contains("stats.tokens_per_second");
  }

  @Test
  void emptyStatsAreNoNumbers() throws InterruptedException {
    assertThat(asked(whole("stop", "")).serverTimings()).isEmpty();
  }

  @Test
  void whatRanTheModelIsToldWithItsNumbers() throws InterruptedException {
    assertThat(asked(whole("stop", TIMES)).conditions().orElseThrow().server())
        .isEqualTo("LM Studio, llama.cpp-linux 1.3.0, gguf Q4_K_M");
  }
}
