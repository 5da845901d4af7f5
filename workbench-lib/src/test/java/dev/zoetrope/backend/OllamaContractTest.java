package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Timeline;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two generations of Ollama sent, replayed. */
class OllamaContractTest {
  private static final String CHAT = "POST /api/chat";
  private static final String NEW = "ollama-0.33.0/";
  private static final String OLD = "ollama-0.17.4/";

  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private WireRig ollama(String version) {
    return rig.on("GET /", version + "get-root")
        .on("GET /api/version", version + "api-version")
        .on("GET /api/tags", version + "api-tags")
        .on("GET /api/ps", version + "api-ps")
        .on("POST /api/show", version + "api-show");
  }

  @ParameterizedTest
  @CsvSource({"ollama-0.33.0/,0.33.0", "ollama-0.17.4/,0.17.4"})
  void isKnownByWhatItSays(String recorded, String version) {
    try (VlmBackend backend = ollama(recorded).connect("/v1#tinyvlm")) {
      BackendCard card = backend.card();

      assertThat(card.server()).isEqualTo("Ollama");
      assertThat(card.version()).contains(version);
      assertThat(card.model()).isEqualTo("tinyvlm:latest");
      assertThat(card.vision()).isTrue();
      assertThat(card.contextLength()).hasValue(2048);
      assertThat(card.host()).isEqualTo(BackendCard.THIS_MACHINE);
    }
  }

  @Test
  void withoutANameTakesAModelThatSees() {
    ollama(NEW)
        .json(
            "GET /api/tags",
            "{\"models\":[{\"name\":\"blind:1b\",\"capabilities\":[\"completion\"]},"
                + "{\"name\":\"seer:8b\",\"capabilities\":[\"completion\",\"vision\"]}]}");
    try (VlmBackend backend = rig.connect("")) {
      assertThat(backend.card().model()).isEqualTo("seer:8b");
      assertThat(rig.sent("POST /api/show").path("model").asText()).isEqualTo("seer:8b");
    }
  }

  @Test
  void offersTheNearestNameForOneThatItDoesNotHave() {
    BackendException error =
        catchThrowableOfType(BackendException.class, () -> ollama(NEW).connect("#tinyvml").close());

    assertThat(error)
        .isInstanceOf(BackendException.ModelNotFound.class)
        .hasMessageContaining("Did you mean tinyvlm:latest?")
        .hasMessageContaining("ollama pull tinyvml");
  }

  @Test
  void aModelWithoutEyesIsSentNoPictures() {
    ollama(NEW).json("POST /api/show", "{\"capabilities\":[\"completion\"]}");

    assertThat(catchThrowableOfType(BackendException.class, () -> rig.ask(picture(1))))
        .isInstanceOf(BackendException.NotVision.class);
    assertThat(rig.requests(CHAT)).isEmpty();
  }

  private static VlmRequest picture(int images) {
    return Pictures.ask(images, "Describe what happens.", 24);
  }

  @ParameterizedTest
  @ValueSource(strings = {NEW, OLD})
  void readsAWholeAnswer(String recorded) throws InterruptedException {
    ollama(recorded).on(CHAT, answering(recorded + "api-chat-4img-stream", recorded));
    Completion answer = rig.ask(picture(4));

    assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage().prompt()).hasValue(163);
    assertThat(answer.usage().cached()).isEmpty();
    assertThat(answer.usage().completion()).hasValue(8);
    assertThat(rig.deltas()).hasSize(7);
    assertThat(answer.timeline().deltas()).isSorted().hasSize(7);
  }

  /** The question is answered by the recording, what is only counted by short ones. */
  private static RawServer.Script answering(String recording, String version) {
    return (request, wire) -> {
      JsonNode sent = WireRig.body(request);
      boolean counts = sent.path("options").path("num_predict").asInt() == 1;
      boolean bare = sent.findValues("images").isEmpty();
      String counted = bare ? "api-chat-text" : "api-chat-1img";
      wire.send(Recorded.of(counts ? version + counted : recording).untilClose());
    };
  }

  @Test
  void theNewOnesPrefillHoldsTheEncodingOfThePictures() throws InterruptedException {
    ollama(NEW).on(CHAT, answering(NEW + "api-chat-4img-stream", NEW));
    ServerTimings timings = rig.ask(picture(4)).serverTimings().orElseThrow();

    assertThat(timings.source()).isEqualTo(ServerTimings.Source.OLLAMA);
    assertThat(timings.promptMillis()).hasValue(79.474);
    assertThat(timings.promptTokens()).isEmpty();
    assertThat(timings.predictedMillis()).hasValue(11.767);
    assertThat(timings.loadMillis()).hasValue(0.641746);
    assertThat(timings.restMillis().orElseThrow()).isBetween(2.5, 2.6);
  }

  @Test
  void theOldOneEncodesPicturesOutsideOfItsPrefill() throws InterruptedException {
    ollama(OLD).on(CHAT, answering(OLD + "api-chat-4img-stream", OLD));
    ServerTimings timings = rig.ask(picture(4)).serverTimings().orElseThrow();

    assertThat(timings.source()).isEqualTo(ServerTimings.Source.OLLAMA_OWN_RUNNER);
    assertThat(timings.restMillis().orElseThrow()).isGreaterThan(10_000);
  }

  @Test
  void visionTokensAreTheDifferenceToTheSameWords() throws InterruptedException {
    ollama(NEW).on(CHAT, answering(NEW + "api-chat-4img-stream", NEW));
    Completion answer = rig.ask(picture(4));

    int words = Recorded.count(NEW + "api-chat-text", "prompt_eval_count");
    assertThat(answer.usage().vision()).hasValue(163 - words);
    assertThat(answer.usage().visionByDifference()).isTrue();
  }

  @Test
  void theSameWordsAreCountedOnce() throws InterruptedException {
    ollama(NEW).on(CHAT, answering(NEW + "api-chat-4img-stream", NEW));
    try (VlmBackend backend = rig.connect("")) {
      for (int i = 0; i < 3; i++) {
        try (TokenStream stream = backend.stream(picture(4))) {
          assertThat(stream.read(event -> {}).usage().vision()).isPresent();
        }
      }
    }
    assertThat(rig.requests(CHAT)).hasSize(3 + 2);
  }

  @Test
  void picturesThatItLeftOutWithoutAWordAreAnError() {
    ollama(NEW).on(CHAT, answering(NEW + "native-nmsgs-tiny4k-8img", NEW));
    BackendException.PicturesLost error =
        catchThrowableOfType(
            BackendException.PicturesLost.class, () -> rig.ask(picture(8).inOnePiece()));

    assertThat(error.sent()).isEqualTo(8);
    assertThat(error.seen()).isBetween(4, 6);
    assertThat(error).hasMessageContaining("longer context");
    assertThat(error.partialText()).isEqualTo(" A large red circle moves left.");
  }

  @Test
  void allEightPicturesInOneMessageAreSeen() throws InterruptedException {
    ollama(NEW).on(CHAT, answering(NEW + "native-onemsg-tiny4k-8img", NEW));

    assertThat(rig.ask(picture(8).inOnePiece()).text())
        .isEqualTo(" A large red circle moves down.");
  }

  @Test
  void anAnswerInOnePieceHasNoFirstToken() throws InterruptedException {
    ollama(NEW).on(CHAT, answering(NEW + "api-chat-4img", NEW));
    Completion answer = rig.ask(picture(4).inOnePiece());

    assertThat(answer.text()).isEqualTo(" A large red circle moves right.");
    assertThat(answer.timeline().origin()).isEqualTo(Timeline.Origin.IN_ONE_PIECE);
    assertThat(answer.timeline().deltas()).isEmpty();
    assertThat(answer.serverTimings()).isPresent();
    assertThat(rig.sent(CHAT).path("stream").asBoolean(true)).isFalse();
  }

  @Test
  void tellsThatTheTokenLimitEndedIt() throws InterruptedException {
    ollama(NEW).on(CHAT, answering(NEW + "api-chat-length-stream", NEW));

    assertThat(rig.ask(picture(4)).finish()).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void asksForOneMessageWithMarksWhereThePicturesStand() throws InterruptedException {
    ollama(NEW).on(CHAT, answering(NEW + "api-chat-4img-stream", NEW));
    VlmRequest question =
        new VlmRequest(
            List.of(
                new ContentPart.Text("Frame 1 "),
                new ContentPart.Image(Pictures.circle(8)),
                new ContentPart.Text(" and 2 "),
                new ContentPart.Image(Pictures.circle(32)),
                new ContentPart.Text("; is \"[img]\" there?")),
            new Sampling(24, 0.5, 7));
    rig.ask(question.withSystem("Be brief."));
    JsonNode sent = rig.sent(CHAT);

    assertThat(sent.path("model").asText()).isEqualTo("tinyvlm:latest");
    assertThat(sent.path("messages")).hasSize(2);
    assertThat(sent.path("messages").path(0).toString())
        .isEqualTo("{\"role\":\"system\",\"content\":\"Be brief.\"}");
    JsonNode message = sent.path("messages").path(1);
    assertThat(message.path("content").asText())
        .isEqualTo("Frame 1 [img] and 2 [img]; is \"[ img]\" there?");
    assertThat(message.path("images")).hasSize(2);
    assertThat(message.path("images").path(0).asText())
        .isEqualTo(Base64.getEncoder().encodeToString(Pictures.circle(8).bytes()));
    assertThat(sent.path("options").toString())
        .isEqualTo("{\"temperature\":0.5,\"num_predict\":24,\"seed\":7}");
    assertThat(sent.path("truncate").asBoolean(true)).isFalse();
    assertThat(sent.path("shift").asBoolean(true)).isFalse();
    assertThat(sent.has("think")).isFalse();
  }

  @Test
  void earlierTurnsGetAContextThatTheyFitInto() throws InterruptedException {
    ollama(NEW).on(CHAT, answering(NEW + "api-chat-4img", NEW));
    rig.ask(
        picture(2)
            .inOnePiece()
            .withHistory(
                List.of(
                    new VlmRequest.Turn(VlmRequest.Speaker.USER, picture(2).parts()),
                    new VlmRequest.Turn(
                        VlmRequest.Speaker.MODEL, List.of(new ContentPart.Text("It moves."))))));
    JsonNode sent = rig.sent(CHAT);

    assertThat(sent.path("messages")).hasSize(3);
    assertThat(sent.path("messages").path(1).path("role").asText()).isEqualTo("assistant");
    assertThat(sent.path("options").path("num_ctx").asInt()).isGreaterThanOrEqualTo(4 * 768 + 24);
  }

  @Test
  void extraFieldsAreMergedAndCanTakeOthersOut() throws InterruptedException {
    ollama(NEW).on(CHAT, answering(NEW + "api-chat-4img-stream", NEW));
    Map<String, Object> options = new java.util.HashMap<>(Map.of("num_ctx", 16384));
    options.put("seed", null);
    rig.ask(picture(1).withExtras(Map.of("keep_alive", "10m", "options", options)));
    JsonNode sent = rig.sent(CHAT);

    assertThat(sent.path("keep_alive").asText()).isEqualTo("10m");
    assertThat(sent.path("options").toString())
        .isEqualTo("{\"temperature\":0.0,\"num_predict\":24,\"num_ctx\":16384}");
  }

  @Test
  void thinkingIsAskedOfAModelThatCan() throws InterruptedException {
    ollama(NEW)
        .json("POST /api/show", "{\"capabilities\":[\"completion\",\"vision\",\"thinking\"]}")
        .on(
            CHAT,
            Recorded.lines(
                "{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Hm.\"}}",
                "{\"message\":{\"role\":\"assistant\",\"content\":\"Red.\"},\"done\":false}",
                "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}"));
    Completion answer =
        rig.ask(Pictures.ask(0, "Which?", 8).withReasoning(VlmRequest.Reasoning.ON));

    assertThat(rig.sent(CHAT).path("think").asBoolean()).isTrue();
    assertThat(answer.text()).isEqualTo("Red.");
    assertThat(answer.timeline().deltas()).hasSize(2);
    assertThat(answer.serverTimings()).isEmpty();
  }

  @Test
  void thinkingIsNotAskedOfAModelThatCannot() {
    ollama(NEW);

    assertThat(
            catchThrowableOfType(
                BackendException.class,
                () -> rig.ask(picture(1).withReasoning(VlmRequest.Reasoning.ON))))
        .isInstanceOf(BackendException.Unsupported.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ollama-0.33.0/err-badmodel, model_not_found, connect again",
    "ollama-0.17.4/err-badmodel, model_not_found, connect again",
    "ollama-0.33.0/err-64img, context_overflow, '2443 tokens, 2048 fit'",
    "ollama-0.33.0/overflow-text-notruncate-stream, context_overflow, '12008 tokens'",
    "ollama-0.17.4/overflow-text-notruncate-stream, context_overflow, exceeds the context length",
    "ollama-0.33.0/native-err-notimage-stream, rejected, Failed to load image",
    "ollama-0.33.0/err-badoption, rejected, must be of type float32",
    "ollama-0.33.0/err-badbase64, rejected, illegal base64",
  })
  void itsComplaintsAreUnderstood(String recording, String code, String words) {
    ollama(NEW).on(CHAT, recording);
    BackendException error =
        catchThrowableOfType(BackendException.class, () -> rig.ask(picture(1)));

    assertThat(error.code()).isEqualTo(code);
    assertThat(error).hasMessageContaining(words);
  }

  @Test
  void anErrorAmidItsLinesIsAFailure() {
    ollama(NEW)
        .on(
            CHAT,
            Recorded.lines(
                "{\"message\":{\"role\":\"assistant\",\"content\":\" A large\"},\"done\":false}",
                "{\"error\":\"an error was encountered while running the model\"}"));
    BackendException error =
        catchThrowableOfType(BackendException.class, () -> rig.ask(picture(1)));

    assertThat(error).hasMessageContaining("an error was encountered");
    assertThat(error.partialText()).isEqualTo(" A large");
  }

  @Test
  void linesThatEndBeforeTheLastAreAFailure() {
    String whole = Recorded.of(NEW + "api-chat-4img-stream").text();
    for (int cut : List.of(10, whole.indexOf('\n') + 1, whole.length() - 20)) {
      ollama(NEW).on(CHAT, Recorded.lines(whole.substring(0, cut)));

      assertThat(catchThrowableOfType(BackendException.class, () -> rig.ask(picture(1))))
          .isInstanceOf(BackendException.MalformedStream.class);
    }
  }

  @Test
  void gettingReadyLoadsTheModelWithoutAQuestion() throws InterruptedException {
    ollama(NEW).on(CHAT, NEW + "load");
    try (VlmBackend backend = rig.connect("")) {
      backend.prepare();
    }
    JsonNode sent = rig.sent(CHAT);

    assertThat(sent.path("messages").isEmpty()).isTrue();
    assertThat(sent.path("shift").asBoolean(true)).isFalse();
  }
}
