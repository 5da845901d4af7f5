package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.metrics.PromptProgress;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Timeline;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real servers sent, replayed. */
class OpenAiContractTest {
  private static final String LLAMA = "llama-server-b11434/";
  private static final String VLLM = "vllm-0.32.0-cpu/";

  @Test
  void readsAWholeAnswerOfLlamaServer() throws InterruptedException {
    try (RawServer server = RawServer.always(Recorded.of(LLAMA + "stream-4img").untilClose());
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      Completion answer = rig.ask();

      assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
      assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
      assertThat(answer.usage().prompt()).hasValue(164);
      assertThat(answer.usage().cached()).hasValue(42);
      assertThat(answer.usage().completion()).hasValue(8);
      assertThat(answer.usage().vision()).isEmpty();
      assertThat(answer.serverTimings()).contains(new ServerTimings(122, 221.965, 42, 8, 59.158));
      assertThat(rig.deltas()).hasSize(7);
      assertThat(rig.kinds())
          .startsWith("Connected", "BodySent", "Read", "Headers", "Role", "Delta");
      assertThat(rig.kinds()).endsWith("Delta", "Finished", "Usage", "Timings");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100, 8192, 100_000})
  void theSizeOfTheChunksChangesNothing(int size) throws InterruptedException {
    try (RawServer server = RawServer.always(Recorded.of(LLAMA + "stream-4img").chunked(size));
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      Completion answer = rig.ask();

      assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
      assertThat(answer.usage().prompt()).hasValue(164);
      assertThat(rig.deltas()).hasSize(7);
    }
  }

  @Test
  void progressIsNeverATokenAndItsInterimTimingsAreNotTheResult() throws InterruptedException {
    Recorded recorded = Recorded.of(LLAMA + "stream-4img-progress");
    try (RawServer server = RawServer.always(recorded.untilClose());
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      Completion answer = rig.ask();

      assertThat(rig.events)
          .filteredOn(TokenEvent.Progress.class::isInstance)
          .extracting(event -> ((TokenEvent.Progress) event).processed())
          .startsWith(0, 6, 25, 44)
          .endsWith(164);
      assertThat(rig.deltas()).hasSize(7);
      assertThat(answer.serverTimings().orElseThrow().promptTokens()).hasValue(164);
      assertThat(answer.serverTimings().orElseThrow().progress().steps())
          .startsWith(new PromptProgress.Step(0, 0), new PromptProgress.Step(6, 1))
          .endsWith(new PromptProgress.Step(164, 399));
    }
  }

  @Test
  void countsThatWereNotToldAreAbsent() throws InterruptedException {
    Recorded recorded = Recorded.of(LLAMA + "stream-4img-nousage");
    try (RawServer server = RawServer.always(recorded.untilClose());
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      Completion answer = rig.ask();

      assertThat(answer.usage().prompt()).isEmpty();
      assertThat(answer.usage().completion()).isEmpty();
      assertThat(answer.serverTimings()).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LLAMA + "stream-length", VLLM + "stream-length"})
  void tellsThatTheTokenLimitEndedIt(String name) throws InterruptedException {
    try (RawServer server = RawServer.always(Recorded.of(name).untilClose());
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      Completion answer = rig.ask();

      assertThat(answer.finish()).isEqualTo(FinishReason.LENGTH);
      assertThat(answer.text()).isEqualTo(" A large red");
    }
  }

  @Test
  void readsTheImageTokensThatVllmCounts() throws InterruptedException {
    try (RawServer server = RawServer.always(Recorded.of(VLLM + "m-stream-4img").chunked(200));
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      Completion answer = rig.ask();

      assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
      assertThat(answer.usage().vision()).hasValue(76);
      assertThat(answer.usage().cached()).hasValue(0);
      ServerTimings timings = answer.serverTimings().orElseThrow();
      assertThat(timings.source()).isEqualTo(ServerTimings.Source.VLLM);
      assertThat(timings.promptTokens()).hasValue(87);
      assertThat(timings.promptMillis().orElseThrow()).isBetween(154.9, 155.0);
      assertThat(timings.queueMillis().orElseThrow()).isBetween(0.030, 0.031);
      assertThat(timings.predictedMillis().orElseThrow()).isBetween(646.6, 646.7);
      assertThat(rig.deltas()).hasSize(7);
    }
  }

  @Test
  void theLastOfContinuousCountsIsTheResult() throws InterruptedException {
    Recorded recorded = Recorded.of(VLLM + "stream-chunkusage");
    try (RawServer server = RawServer.always(recorded.untilClose());
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      assertThat(rig.ask().usage().completion()).hasValue(8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "litellm-1.106.2/openai-4img-stream,7,164,8",
    "ollama-0.33.0/stream-1img,2,53,3",
    "vllm-0.32.0-cpu/stream-4img,7,87,8",
    "llama-server-b11434/stream-1img,2,52,3"
  })
  void readsTheOthersToo(String name, int deltas, int prompt, int completion)
      throws InterruptedException {
    try (RawServer server = RawServer.always(Recorded.of(name).chunked(64));
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      Completion answer = rig.ask();

      assertThat(rig.deltas()).hasSize(deltas);
      assertThat(answer.usage().prompt()).hasValue(prompt);
      assertThat(answer.usage().completion()).hasValue(completion);
      assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llama-server-b11434/err-ctxoverflow-stream,context_overflow,'12008 tokens, 1024 fit'",
    "llama-server-b11434/auth-missing,unauthorized,ZOETROPE_API_KEY",
    "llama-server-b11434/loading-chat,overloaded,Loading model",
    "llama-server-b11434/err-badimg-stream,rejected,Failed to load image",
    "llama-server-b11434/err-httpurl,rejected,cannot make GET request",
    "llama-server-b11434/err-unknownpath-post,rejected,File Not Found",
    "vllm-0.32.0-cpu/err-9img,too_many_images,at most 8 pictures",
    "vllm-0.32.0-cpu/err-badmodel,model_not_found,Valid aliases: tinyvlm",
    "vllm-0.32.0-cpu/err-ctxoverflow-stream,context_overflow,maximum context length",
    "vllm-0.32.0-cpu/auth-missing,unauthorized,Unauthorized",
    "vllm-0.32.0-cpu/err-badpart,rejected,8 validation errors",
    "vllm-0.32.0-cpu/err-get-chat,rejected,Method Not Allowed",
    "ollama-0.33.0/err-badimg-stream,rejected,HTTP 400: Failed to load image or audio file",
    "ollama-0.33.0/err-notimage,rejected,HTTP 400: Failed to load image or audio file",
    "ollama-0.33.0/err-badmodel,model_not_found,no-such-model",
    "ollama-0.33.0/err-unknownpath,rejected,404 page not found",
    "litellm-1.106.2/openai-err-badmodel,model_not_found,Invalid model name",
    "litellm-1.106.2/openai-err-noauth,rejected,Internal Server Error"
  })
  void anErrorSaysWhatItIs(String name, String code, String words) {
    try (RawServer server = RawServer.always(Recorded.of(name).untilClose());
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      BackendException error = catchThrowableOfType(BackendException.class, rig::ask);

      assertThat(error.code()).isEqualTo(code);
      assertThat(error).hasMessageContaining(words).hasMessageContaining(server.uri());
      assertThat(error.getMessage()).hasSizeLessThan(600).doesNotContain("\n");
      assertThat(error.partialText()).isEmpty();
    }
  }

  @Test
  void sendsExactlyWhatEveryServerTakes() throws IOException, InterruptedException {
    JsonNode sent = sent(WireServer.Engine.OTHER, Pictures.ask(2, "What \"moves\"?\n", 24));

    assertThat(sent.fieldNames())
        .toIterable()
        .containsExactly(
            "model", "messages", "stream", "stream_options", "temperature", "max_tokens", "seed");
    assertThat(sent.path("stream_options").toString()).isEqualTo("{\"include_usage\":true}");
    assertThat(sent.path("max_tokens").asInt()).isEqualTo(24);
    assertThat(sent.path("temperature").isNumber()).isTrue();
    JsonNode parts = sent.path("messages").path(0).path("content");
    assertThat(parts).hasSize(3);
    assertThat(parts.path(2).toString())
        .isEqualTo("{\"type\":\"text\",\"text\":\"What \\\"moves\\\"?\\n\"}");
    assertThat(parts.path(1).path("image_url").path("url").asText())
        .isEqualTo(
            "data:image/png;base64,"
                + Base64.getEncoder().encodeToString(Pictures.circle(32).bytes()));
  }

  @Test
  void onlyLlamaServerGetsItsOwnFields() throws IOException, InterruptedException {
    JsonNode llama = sent(WireServer.Engine.LLAMA_CPP, Pictures.ask(1, "What?", 24));
    JsonNode vllm = sent(WireServer.Engine.VLLM, Pictures.ask(1, "What?", 24));

    assertThat(llama.path("cache_prompt").isBoolean()).isTrue();
    assertThat(llama.path("cache_prompt").asBoolean()).isFalse();
    assertThat(llama.path("return_progress").asBoolean()).isTrue();
    assertThat(vllm.has("cache_prompt")).isFalse();
    assertThat(vllm.has("return_progress")).isFalse();
  }

  private static JsonNode sent(WireServer.Engine engine, VlmRequest request)
      throws IOException, InterruptedException {
    try (RawServer server = RawServer.always(Recorded.of(LLAMA + "stream-1img").untilClose());
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(engine)) {
      rig.ask(request);
      String http = server.requests().get(0);
      assertThat(http).startsWith("POST /v1/chat/completions HTTP/1.1\r\n");
      assertThat(http).doesNotContainIgnoringCase("upgrade:").doesNotContain("chunked");
      return new ObjectMapper().readTree(http.substring(http.indexOf("\r\n\r\n")));
    }
  }

  @Test
  void theTimelineIsInOrder() throws InterruptedException {
    try (RawServer server = RawServer.always(Recorded.of(LLAMA + "stream-4img").untilClose());
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      Timeline line = rig.ask().timeline();

      assertThat(line.origin()).isEqualTo(Timeline.Origin.CLIENT);
      assertThat(line.bodySent().orElseThrow()).isGreaterThanOrEqualTo(line.start());
      assertThat(line.headers().orElseThrow())
          .isGreaterThanOrEqualTo(line.bodySent().orElseThrow());
      assertThat(line.deltas()).isSorted().hasSize(7);
      assertThat(line.firstContent()).hasValue(line.deltas().get(0));
      assertThat(line.deltas().get(0)).isGreaterThanOrEqualTo(line.headers().orElseThrow());
      assertThat(line.end().orElseThrow()).isGreaterThanOrEqualTo(line.deltas().get(6));
    }
  }
}
