package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thoughts are no answer, a refusal is none either, and what was broken off is not whole. */
class EndingsTest {
  private static final VlmRequest QUESTION = Pictures.ask(0, "What moves?", 24);

  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private Completion streamed(Speech speech, String... events) throws InterruptedException {
    return asked(
        speech,
        Recorded.stream("data: " + String.join("\n\ndata: ", events) + "\n\n").untilClose(),
        QUESTION);
  }

  private Completion whole(Speech speech, String body) throws InterruptedException {
    return asked(speech, WireRig.json(body), QUESTION.inOnePiece());
  }

  private Completion asked(Speech speech, byte[] http, VlmRequest request)
      throws InterruptedException {
    rig.events.clear();
    rig.on(speech.route(), http);
    try (VlmBackend backend = speech.connect(rig);
        TokenStream stream = backend.stream(request)) {
      return stream.read(rig.events::add);
    }
  }

  private static String response(String status, String output) {
    return "{\"object\":\"response\",\"status\":\"" + status + "\",\"output\":[" + output + "]}";
  }

  private static String completed(String response) {
    return "{\"type\":\"response.completed\",\"response\":" + response + "}";
  }

  private static String message(String part) {
    return "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[" + part + "]}";
  }

  private static final String RED = message("{\"type\":\"output_text\",\"text\":\"Red.\"}");
  private static final String REFUSAL =
      message("{\"type\":\"refusal\",\"refusal\":\"I cannot say.\"}");

  private String thoughts() {
    return String.join(
        "",
        rig.events.stream()
            .filter(event -> event instanceof TokenEvent.Delta delta && delta.reasoning())
            .map(event -> ((TokenEvent.Delta) event).text())
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Hm.\"}]}",
        "{\"type\":\"reasoning\",\"content\":[{\"type\":\"reasoning_text\",\"text\":\"Hm.\"}]}",
        "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"So.\"}],"
            + "\"content\":[{\"type\":\"reasoning_text\",\"text\":\"Hm.\"}]}",
        "{\"type\":\"message\",\"content\":[{\"type\":\"reasoning_text\",\"text\":\"Hm.\"}]}"
      })
  void thoughtsOfAResponseInOnePieceAreNoAnswer(String item) throws InterruptedException {
    Completion answer = whole(Speech.RESPONSES, response("completed", item + "," + RED));

    assertThat(answer.text()).isEqualTo("Red.");
    assertThat(thoughts()).isEqualTo("Hm.");
    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"response.reasoning_text.delta\",\"delta\":\"Hm.\"}",
        "{\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\"Hm.\"}",
        "{\"type\":\"response.reasoning_summary.delta\",\"delta\":{\"text\":\"Hm.\"}}",
        "{\"type\":\"response.reasoning.delta\",\"delta\":\"Hm.\"}"
      })
  void thoughtsOfAStreamedResponseAreNoAnswer(String event) throws InterruptedException {
    Completion answer =
        streamed(
            Speech.RESPONSES,
            event,
            "{\"type\":\"response.output_text.delta\",\"delta\":\"Red.\"}",
            completed(response("completed", RED)));

    assertThat(answer.text()).isEqualTo("Red.");
    assertThat(thoughts()).isEqualTo("Hm.");
  }

  @Test
  void thoughtsAmongThePartsOfAChatAreNoAnswer() throws InterruptedException {
    Completion answer =
        whole(
            Speech.CHAT,
            "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"thinking\",\"thinking\":"
                + "[{\"type\":\"text\",\"text\":\"Hm.\"}]},{\"type\":\"text\",\"text\":\"Red.\"}]},"
                + "\"finish_reason\":\"stop\"}]}");

    assertThat(answer.text()).isEqualTo("Red.");
    assertThat(thoughts()).isEqualTo("Hm.");
  }

  @Test
  void aStreamThatTellsItsWordsOnlyAtItsEndHasThem() throws InterruptedException {
    assertThat(streamed(Speech.RESPONSES, completed(response("completed", RED))).text())
        .isEqualTo("Red.");
  }

  @Test
  void aRefusalOfResponsesIsToldAsOne() throws InterruptedException {
    refused(whole(Speech.RESPONSES, response("completed", REFUSAL)));
    refused(
        streamed(
            Speech.RESPONSES,
            "{\"type\":\"response.refusal.delta\",\"delta\":\"I cannot \"}",
            "{\"type\":\"response.refusal.delta\",\"delta\":\"say.\"}",
            "{\"type\":\"response.refusal.done\",\"refusal\":\"I cannot say.\"}",
            completed(response("completed", REFUSAL))));
    refused(
        streamed(
            Speech.RESPONSES,
            "{\"type\":\"response.refusal.done\",\"refusal\":\"I cannot say.\"}",
            completed(response("completed", REFUSAL))));
  }

  @Test
  void aRefusalOfChatCompletionsIsToldAsOne() throws InterruptedException {
    refused(
        whole(
            Speech.CHAT,
            "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I cannot say.\"},"
                + "\"finish_reason\":\"stop\"}]}"));
    refused(
        streamed(
            Speech.CHAT,
            "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"refusal\":null}}]}",
            "{\"choices\":[{\"delta\":{\"refusal\":\"I cannot \"}}]}",
            "{\"choices\":[{\"delta\":{\"refusal\":\"say.\"}}]}",
            "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}",
            "[DONE]"));
  }

  private static void refused(Completion answer) {
    assertThat(answer.text()).isEqualTo("I cannot say.");
    assertThat(answer.finish()).isEqualTo(FinishReason.CONTENT_FILTER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT|{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"content_filter\"}]}",
        "GEMINI|{\"candidates\":[{\"finishReason\":\"SAFETY\"}]}",
        "MESSAGES|{\"type\":\"message\",\"content\":[],\"stop_reason\":\"refusal\"}"
      })
  void anAnswerThatAFilterTookWholeIsAFailure(Speech speech, String body) {
    String whole =
        speech == Speech.GEMINI ? "POST /v1beta/models/tinyvlm:generateContent" : speech.route();
    rig.json(whole, body);

    assertThat(catchThrowableOfType(BackendException.class, () -> whole(speech, body)))
        .isInstanceOf(BackendException.ContentFiltered.class);
  }

  @ParameterizedTest
  @CsvSource({"max_output_tokens, LENGTH", "content_filter, CONTENT_FILTER", "some_new_one, OTHER"})
  void anIncompleteResponseInOnePieceSaysWhy(String why, FinishReason finish)
      throws InterruptedException {
    Completion answer =
        whole(
            Speech.RESPONSES,
            "{\"object\":\"response\",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\""
                + why
                + "\"},\"output\":["
                + RED
                + "]}");

    assertThat(answer.finish()).isEqualTo(finish);
    assertThat(answer.text()).isEqualTo("Red.");
  }

  @ParameterizedTest
  @CsvSource({
    "cancelled, malformed_stream, Red.",
    "failed, rejected, ''",
    "in_progress, malformed_stream, Red.",
    "queued, malformed_stream, Red."
  })
  void aResponseThatDidNotEndIsAFailureInOnePieceToo(String status, String code, String partial) {
    BackendException error =
        catchThrowableOfType(
            BackendException.class, () -> whole(Speech.RESPONSES, response(status, RED)));

    assertThat(error.code()).isEqualTo(code);
    assertThat(error.partialText()).isEqualTo(partial);
  }

  @ParameterizedTest
  @ValueSource(strings = {"response.cancelled", "response.completed"})
  void aStreamedResponseThatWasCancelledIsAFailure(String type) {
    BackendException error =
        catchThrowableOfType(
            BackendException.class,
            () ->
                streamed(
                    Speech.RESPONSES,
                    "{\"type\":\"response.output_text.delta\",\"delta\":\"Red\"}",
                    "{\"type\":\"" + type + "\",\"response\":{\"status\":\"cancelled\"}}"));

    assertThat(error).isInstanceOf(BackendException.MalformedStream.class);
    assertThat(error).hasMessageContaining("cancelled").hasMessageContaining("ask again");
    assertThat(error.partialText()).isEqualTo("Red");
  }

  @Test
  void aResponseWithoutAStatusIsWhole() throws InterruptedException {
    assertThat(
            whole(Speech.RESPONSES, "{\"object\":\"response\",\"output\":[" + RED + "]}").finish())
        .isEqualTo(FinishReason.STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"abort\"", "\"error\"", "{\"type\":\"abort\",\"message\":\"x\"}"})
  void aChatThatWasBrokenOffIsAFailure(String reason) {
    BackendException streamed =
        catchThrowableOfType(
            BackendException.class,
            () ->
                streamed(
                    Speech.CHAT,
                    "{\"choices\":[{\"delta\":{\"content\":\"Re\"}}]}",
                    "{\"choices\":[{\"delta\":{\"content\":\"d\"},\"finish_reason\":"
                        + reason
                        + "}]}",
                    "[DONE]"));
    BackendException whole =
        catchThrowableOfType(
            BackendException.class,
            () ->
                whole(
                    Speech.CHAT,
                    "{\"choices\":[{\"message\":{\"content\":\"Red\"},\"finish_reason\":"
                        + reason
                        + "}]}"));

    for (BackendException error : new BackendException[] {streamed, whole}) {
      assertThat(error).isInstanceOf(BackendException.MalformedStream.class);
      assertThat(error).hasMessageContaining("broke its answer off").hasMessageContaining("again");
      assertThat(error.partialText()).isEqualTo("Red");
      assertThat(error.isRetryable()).isTrue();
    }
  }

  @Test
  void anErrorInsideAChoiceIsAFailureInItsOwnWords() {
    BackendException error =
        catchThrowableOfType(
            BackendException.class,
            () ->
                streamed(
                    Speech.CHAT,
                    "{\"choices\":[{\"delta\":{\"content\":\"Re\"}}]}",
                    "{\"choices\":[{\"delta\":{},\"finish_reason\":\"error\",\"error\":{\"code\":502,"
                        + "\"message\":\"Provider left.\"}}]}"));

    assertThat(error).isInstanceOf(BackendException.Rejected.class);
    assertThat(error).hasMessageContaining("Provider left");
    assertThat(error.partialText()).isEqualTo("Re");
  }

  @ParameterizedTest
  @CsvSource({
    "eos_token, STOP",
    "stop_sequence, STOP",
    "STOP, STOP",
    "max_tokens, LENGTH",
    "model_length, LENGTH",
    "tool_calls, OTHER",
    "repetition, OTHER"
  })
  void wordsOfOtherServersForAnEndAreUnderstood(String word, FinishReason finish)
      throws InterruptedException {
    assertThat(
            whole(
                    Speech.CHAT,
                    "{\"choices\":[{\"message\":{\"content\":\"Red\"},\"finish_reason\":\""
                        + word
                        + "\"}]}")
                .finish())
        .isEqualTo(finish);
  }
}
