package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.ServerTimings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The protocols of Anthropic, OpenAI's Responses, Gemini and Azure as servers really speak them.
 */
class DialectContractTest {
  private static final String MESSAGES = "POST /v1/messages";
  private static final String RESPONSES = "POST /v1/responses";
  private static final String GEMINI =
      "POST /v1beta/models/gemini-tiny:streamGenerateContent?alt=sse";
  private static final String GEMINI_WHOLE = "POST /v1beta/models/gemini-tiny:generateContent";
  private static final String AZURE =
      "POST /openai/deployments/tinyvlm/chat/completions?api-version=2024-10-21";
  private static final VlmRequest FOUR = Pictures.ask(4, "Describe what happens.", 24);
  private static final VlmRequest TALK =
      Pictures.ask(1, "And now?", 24)
          .withSystem("Be brief.")
          .withHistory(
              List.of(
                  new VlmRequest.Turn(
                      VlmRequest.Speaker.USER, List.of(new ContentPart.Text("What is it?"))),
                  new VlmRequest.Turn(
                      VlmRequest.Speaker.MODEL, List.of(new ContentPart.Text("A circle.")))));

  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private void serves(String folder) {
    rig.on("GET /v1/models", folder + "/get-models");
  }

  @ParameterizedTest
  @CsvSource({
    "llama-server-b11434, 164, 163",
    "litellm-1.106.2, 164, 163",
    "vllm-0.32.0-cpu, 87, 0"
  })
  void anthropicCountsInTwoPieces(String folder, int prompt, int cached)
      throws InterruptedException {
    serves(folder);
    rig.on(MESSAGES, folder + "/anthropic-4img-stream");
    Completion answer = rig.ask("/v1/messages#tinyvlm", FOUR);

    assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage().prompt()).hasValue(prompt);
    assertThat(answer.usage().cached()).hasValue(cached);
    assertThat(answer.usage().completion()).hasValue(8);
    assertThat(rig.deltas()).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ollama-0.33.0", "ollama-0.17.4"})
  void anthropicOfOllamaGuessesFirstAndCountsLast(String folder) throws InterruptedException {
    serves("vllm-0.32.0-cpu");
    rig.on(MESSAGES, folder + "/anthropic-4img-stream");

    assertThat(rig.ask("/v1/messages#tinyvlm", FOUR).usage().prompt()).hasValue(163);
  }

  @Test
  void anthropicInOnePiece() throws InterruptedException {
    serves("llama-server-b11434");
    rig.on(MESSAGES, "llama-server-b11434/anthropic-4img");
    Completion answer = rig.ask("/v1/messages", FOUR.inOnePiece());

    assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
    assertThat(answer.timeline().deltas()).isEmpty();
    assertThat(rig.sent(MESSAGES).path("stream").asBoolean(true)).isFalse();
  }

  @Test
  void anthropicsVisionTokensAreCountedWithoutAnInference() throws InterruptedException {
    serves("llama-server-b11434");
    rig.on(MESSAGES, "llama-server-b11434/anthropic-4img-stream")
        .on("POST /v1/messages/count_tokens", "llama-server-b11434/anthropic-count_tokens-text");
    Completion answer = rig.ask("/v1/messages", FOUR);

    assertThat(answer.usage().vision()).hasValue(153);
    assertThat(answer.usage().visionByDifference()).isTrue();
  }

  @Test
  void anthropicIsAskedInItsOwnShape() throws InterruptedException {
    serves("llama-server-b11434");
    rig.on(MESSAGES, "llama-server-b11434/anthropic-4img-stream");
    rig.ask("/v1/messages", TALK);
    JsonNode sent = rig.sent(MESSAGES);

    assertThat(sent.path("system").asText()).isEqualTo("Be brief.");
    assertThat(sent.path("messages")).hasSize(3);
    assertThat(sent.path("messages").path(1).path("role").asText()).isEqualTo("assistant");
    JsonNode image = sent.path("messages").path(2).path("content").path(0);
    assertThat(image.path("type").asText()).isEqualTo("image");
    assertThat(image.path("source").path("media_type").asText()).isEqualTo("image/png");
    assertThat(image.path("source").path("data").asText()).startsWith("iVBOR");
    assertThat(sent.path("max_tokens").asInt()).isEqualTo(24);
    assertThat(sent.has("seed")).isFalse();
    assertThat(rig.requests(MESSAGES).get(0)).containsIgnoringCase("anthropic-version: 2023-06-01");
  }

  @ParameterizedTest
  @CsvSource({
    "llama-server-b11434/anthropic-err-overflow, context_overflow, '12008 tokens, 1024 fit'",
    "litellm-1.106.2/anthropic-err-overflow, context_overflow, '12008 tokens'",
    "llama-server-b11434/anthropic-err-badimage, rejected, Failed to load image",
    "vllm-0.32.0-cpu/anthropic-err-badimage, rejected, Non-base64",
    "vllm-0.32.0-cpu/anthropic-err-badmodel, model_not_found, does not exist",
    "litellm-1.106.2/anthropic-err-badmodel, model_not_found, Invalid model name",
  })
  void anthropicsComplaintsAreUnderstood(String recording, String code, String words) {
    serves("llama-server-b11434");
    rig.on(MESSAGES, recording);
    BackendException error =
        catchThrowableOfType(BackendException.class, () -> rig.ask("/v1/messages", FOUR));

    assertThat(error.code()).isEqualTo(code);
    assertThat(error).hasMessageContaining(words);
  }

  @Test
  void anthropicOverloadedAmidAStreamIsAFailure() {
    serves("llama-server-b11434");
    rig.on(
        MESSAGES,
        Recorded.stream(
                "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":"
                    + "{\"type\":\"text_delta\",\"text\":\"A\"}}\n\nevent: error\ndata: {\"type\":"
                    + "\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n")
            .untilClose());
    BackendException error =
        catchThrowableOfType(BackendException.class, () -> rig.ask("/v1/messages", FOUR));

    assertThat(error).isInstanceOf(BackendException.Overloaded.class);
    assertThat(error.partialText()).isEqualTo("A");
  }

  @ParameterizedTest
  @CsvSource({
    "llama-server-b11434, 164, 42",
    "litellm-1.106.2, 164, 163",
    "vllm-0.32.0-cpu, 87, 0",
    "ollama-0.33.0, 163, 0",
    "ollama-0.17.4, 163, 0"
  })
  void responsesAreRead(String folder, int prompt, int cached) throws InterruptedException {
    serves("llama-server-b11434");
    rig.on(RESPONSES, folder + "/responses-4img-stream");
    Completion answer = rig.ask("/v1/responses", FOUR);

    assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage().prompt()).hasValue(prompt);
    assertThat(answer.usage().cached()).hasValue(cached);
    assertThat(answer.usage().completion()).hasValue(8);
  }

  @Test
  void responsesCarryTheTimingsOfTheirServer() throws InterruptedException {
    serves("llama-server-b11434");
    rig.on(RESPONSES, "llama-server-b11434/responses-4img-stream");
    assertThat(rig.ask("/v1/responses", FOUR).serverTimings())
        .contains(new ServerTimings(122, 1228.593, 42, 8, 29.73));

    rig.on(RESPONSES, "vllm-0.32.0-cpu/responses-4img-stream");
    ServerTimings vllm = rig.ask("/v1/responses", FOUR).serverTimings().orElseThrow();
    assertThat(vllm.source()).isEqualTo(ServerTimings.Source.VLLM);
    assertThat(vllm.promptTokens()).hasValue(87);
  }

  @Test
  void responsesInOnePiece() throws InterruptedException {
    serves("llama-server-b11434");
    rig.on(RESPONSES, "litellm-1.106.2/responses-4img");
    Completion answer = rig.ask("/v1/responses", FOUR.inOnePiece());

    assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
    assertThat(answer.usage().prompt()).hasValue(164);
  }

  @Test
  void responsesAreAskedInTheirOwnShape() throws InterruptedException {
    serves("llama-server-b11434");
    rig.on(RESPONSES, "llama-server-b11434/responses-4img-stream");
    rig.ask("/v1/responses", TALK);
    JsonNode sent = rig.sent(RESPONSES);

    assertThat(sent.path("instructions").asText()).isEqualTo("Be brief.");
    assertThat(sent.path("store").asBoolean(true)).isFalse();
    assertThat(sent.path("max_output_tokens").asInt()).isEqualTo(24);
    assertThat(sent.path("input")).hasSize(3);
    assertThat(sent.path("input").path(1).path("content").path(0).path("type").asText())
        .isEqualTo("output_text");
    assertThat(sent.path("input").path(2).path("content").path(0).path("image_url").asText())
        .startsWith("data:image/png;base64,iVBOR");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\",\"message\":\"It broke.\"}}}', rejected",
    "'{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"It broke.\"}', overloaded",
  })
  void aFailedResponseIsAFailure(String event, String code) {
    serves("llama-server-b11434");
    rig.on(RESPONSES, Recorded.stream("data: " + event + "\n\n").untilClose());
    BackendException error =
        catchThrowableOfType(BackendException.class, () -> rig.ask("/v1/responses", FOUR));

    assertThat(error.code()).isEqualTo(code);
    assertThat(error).hasMessageContaining("It broke");
  }

  @Test
  void anIncompleteResponseSaysWhy() throws InterruptedException {
    serves("llama-server-b11434");
    rig.on(
        RESPONSES,
        Recorded.stream(
                "data: {\"type\":\"response.output_text.delta\",\"delta\":\"A\"}\n\ndata: {\"type\":"
                    + "\"response.incomplete\",\"response\":{\"status\":\"incomplete\","
                    + "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}}}\n\n")
            .untilClose());

    assertThat(rig.ask("/v1/responses", FOUR).finish()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void geminiIsReadAndAskedWithUnderscores() throws InterruptedException {
    rig.on(GEMINI_WHOLE, "litellm-1.106.2/gemini-snake-4img");
    Completion answer = rig.ask("/v1beta#gemini-tiny", FOUR.inOnePiece());
    JsonNode part = rig.sent(GEMINI_WHOLE).path("contents").path(0).path("parts").path(0);

    assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
    assertThat(answer.usage().prompt()).hasValue(164);
    assertThat(answer.usage().completion()).hasValue(8);
    assertThat(part.path("inline_data").path("mime_type").asText()).isEqualTo("image/png");
    assertThat(part.path("inline_data").path("data").asText()).startsWith("iVBOR");
  }

  @Test
  void geminiStreams() throws InterruptedException {
    rig.on(GEMINI, "litellm-1.106.2/gemini-4img-stream");
    Completion answer = rig.ask("/v1beta/models/gemini-tiny", FOUR);

    assertThat(answer.text()).isEqualTo(" A small white square moves right.");
    assertThat(rig.deltas()).hasSize(7);
    assertThat(answer.usage().prompt()).as("0 is not a count").isEmpty();
  }

  @Test
  void picturesThatAProxyDroppedAreAnError() {
    rig.on(GEMINI_WHOLE, "litellm-1.106.2/gemini-4img")
        .on("POST /v1beta/models/gemini-tiny:countTokens", "litellm-1.106.2/gemini-countTokens");
    BackendException.PicturesLost error =
        catchThrowableOfType(
            BackendException.PicturesLost.class,
            () -> rig.ask("/v1beta#gemini-tiny", FOUR.inOnePiece()));

    assertThat(error.seen()).isZero();
    assertThat(error.partialText()).isEqualTo(" A small white square moves right.");
  }

  @Test
  void geminisOwnCountsAreExact() throws InterruptedException {
    rig.json(
        GEMINI_WHOLE,
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hm\",\"thought\":true},{\"text\":"
            + "\"Red.\"}]},\"finishReason\":\"MAX_TOKENS\"}],\"usageMetadata\":{\"promptTokenCount\":"
            + "1040,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":5,\"cachedContentTokenCount\":3,"
            + "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":8},{\"modality\":"
            + "\"IMAGE\",\"tokenCount\":1032}]}}");
    Completion answer = rig.ask("/v1beta#gemini-tiny", FOUR.inOnePiece());

    assertThat(answer.text()).isEqualTo("Red.");
    assertThat(answer.finish()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.usage().vision()).hasValue(1032);
    assertThat(answer.usage().visionByDifference()).isFalse();
    assertThat(answer.usage().completion()).hasValue(7);
    assertThat(answer.usage().reasoning()).hasValue(5);
    assertThat(answer.usage().cached()).hasValue(3);
  }

  @Test
  void aBlockedPromptIsAFailure() {
    rig.json(GEMINI_WHOLE, "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");

    assertThat(
            catchThrowableOfType(
                BackendException.class, () -> rig.ask("/v1beta#gemini-tiny", FOUR.inOnePiece())))
        .isInstanceOf(BackendException.ContentFiltered.class);
  }

  @ParameterizedTest
  @CsvSource({
    "litellm-1.106.2/gemini-err-overflow, context_overflow",
    "litellm-1.106.2/gemini-err-badmodel, model_not_found"
  })
  void geminisComplaintsAreUnderstood(String recording, String code) {
    rig.on(GEMINI, recording);

    assertThat(
            catchThrowableOfType(BackendException.class, () -> rig.ask("/v1beta#gemini-tiny", FOUR))
                .code())
        .isEqualTo(code);
  }

  @Test
  void geminiNeedsAName() {
    assertThat(catchThrowableOfType(BackendException.class, () -> rig.connect("/v1beta").close()))
        .isInstanceOf(BackendException.ModelNotFound.class)
        .hasMessageContaining("#name");
  }

  @Test
  void anAzureDeploymentIsAskedByItsPath() throws InterruptedException {
    rig.on(AZURE, "litellm-1.106.2/azure-4img-stream");
    Completion answer = rig.ask("/openai/deployments/tinyvlm", FOUR);

    assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
    assertThat(answer.usage().prompt()).hasValue(164);
    assertThat(answer.usage().reasoning()).hasValue(0);
    assertThat(rig.sent(AZURE).path("max_completion_tokens").asInt()).isEqualTo(24);
    try (VlmBackend backend = rig.connect("/openai/deployments/tinyvlm?api-version=2024-10-21")) {
      assertThat(backend.card().server()).isEqualTo("Azure OpenAI");
      assertThat(backend.card().model()).isEqualTo("tinyvlm");
    }
  }

  @Test
  void azuresFilterResultsAreNoTokenAndItsFilterIsTyped() throws InterruptedException {
    rig.on(
        AZURE,
        Recorded.stream(
                "data: {\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}\n\n"
                    + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A\"}}]}\n\n"
                    + "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"content_filter\","
                    + "\"delta\":{}}]}\n\ndata: [DONE]\n\n")
            .untilClose());
    Completion answer = rig.ask("/openai/deployments/tinyvlm", FOUR);
    assertThat(answer.finish()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(rig.deltas()).containsExactly("A");

    rig.on(
        AZURE,
        WireRig.status(
            "400 Bad Request",
            "{\"error\":{\"code\":\"content_filter\",\"message\":\"The response was filtered\"}}"));
    assertThat(
            catchThrowableOfType(
                BackendException.class, () -> rig.ask("/openai/deployments/tinyvlm", FOUR)))
        .isInstanceOf(BackendException.ContentFiltered.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages#tinyvlm, POST /v1/messages, x-api-key: canary",
    "/v1beta#gemini-tiny, POST /v1beta/models/gemini-tiny:streamGenerateContent, x-goog-api-key: canary",
    "/openai/deployments/tinyvlm, POST /openai/deployments/tinyvlm, api-key: canary",
    "/v1/responses, POST /v1/responses, Authorization: Bearer canary"
  })
  void aKeyIsCarriedAsTheProtocolHasIt(String suffix, String route, String header) {
    rig.environment.putAll(
        Map.of("ZOETROPE_API_KEY", "canary", "ZOETROPE_API_KEY_HOST", "127.0.0.1"));
    serves("llama-server-b11434");
    BackendException error =
        catchThrowableOfType(BackendException.class, () -> rig.ask(suffix, FOUR));

    assertThat(error).as("nobody is there").isInstanceOf(BackendException.class);
    assertThat(rig.server.requests())
        .filteredOn(request -> request.startsWith(route))
        .isNotEmpty()
        .allMatch(request -> request.contains(header));
  }
}
