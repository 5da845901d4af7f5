package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.metrics.Ticker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers of no known kind say in ways of their own. */
class OddAnswersTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String END =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

  private final WireRig rig = new WireRig();

  @BeforeEach
  void list() {
    rig.json("GET /v1/models", "{\"data\":[{\"id\":\"m\",\"owned_by\":\"somebody\"}]}");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aTextInPartsIsAText() throws InterruptedException {
    Completion answer =
        ask(
            "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"It \"},"
                + "{\"type\":\"text\",\"text\":\"moves.\"}]}}]}\n\n"
                + END);

    assertThat(answer.text()).isEqualTo("It moves.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: [DONE]\n\n",
        "data: {\"id\":\"a\"}\n\ndata: [DONE]\n\n",
        "data: {\"choices\":[]}\n\ndata: [DONE]\n\n"
      })
  void anAnswerOfNothingIsNone(String stream) {
    assertThatThrownBy(() -> ask(stream))
        .isInstanceOf(BackendException.MalformedStream.class)
        .hasMessageContaining("without a word and without a reason");
  }

  @Test
  void tokensThatNobodyCountedAreAbsent() throws InterruptedException {
    Completion answer =
        ask(
            "data: {\"choices\":[{\"delta\":{\"content\":\"It moves.\"}}]}\n\n"
                + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}\n\n"
                + END);

    assertThat(answer.usage().prompt()).isEmpty();
    assertThat(answer.usage().completion()).isEmpty();
  }

  @Test
  void aServerThatCannotListItsModelsIsNotCalledAStranger() {
    rig.on(
        "GET /v1/models",
        (request, wire) ->
            wire.send("HTTP/1.1 500 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"));

    assertThatThrownBy(() -> rig.connect(""))
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("cannot list its models (HTTP 500)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"message\":\"out of memory\"}", "out of memory", "\"out of memory\""})
  void anEventNamedErrorIsAFailureWhateverItHolds(String data) {
    String stream =
        "data: {\"choices\":[{\"delta\":{\"content\":\"It \"}}]}\n\nevent: error\ndata: "
            + data
            + "\n\n";

    assertThatThrownBy(() -> ask(stream + END))
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("began an answer and then failed")
        .hasMessageContaining("out of memory")
        .hasMessageNotContaining("refused");
  }

  /** As llama-server tells of what fails while it decodes. */
  @Test
  void aFailureAmidAnAnswerIsOneWhateverStatusItNames() {
    String stream =
        "data: {\"choices\":[{\"delta\":{\"content\":\"It \"}}]}\n\n"
            + "data: {\"error\":{\"code\":500,\"message\":\"Compute error.\",\"type\":\"server_error\"}}\n\n";

    assertThatThrownBy(() -> ask(stream))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.partialText()).isEqualTo("It "))
        .hasMessageContaining("began an answer and then failed (HTTP 200, and then 500: Compute")
        .hasMessageNotContaining("refused");
  }

  @Test
  void anAnswerThatOutgrowsTheContextSaysSo() {
    String stream =
        "data: {\"choices\":[{\"delta\":{\"content\":\"It \"}}]}\n\n"
            + "data: {\"error\":{\"code\":500,\"message\":\"Context size has been exceeded.\","
            + "\"type\":\"server_error\"}}\n\n";

    assertThatThrownBy(() -> ask(stream))
        .isInstanceOf(BackendException.ContextOverflow.class)
        .hasMessageContaining("Prompt and answer are longer than the context of")
        .hasMessageContaining("start the server with a longer context");
  }

  @Test
  void aServerThatSendsElsewhereIsNotFollowed() {
    rig.on(
        "POST /v1/chat/completions",
        (request, wire) ->
            wire.send(
                "HTTP/1.1 307 There\r\nLocation: http://127.0.0.1:1/v1/chat/completions\r\n"
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n"));

    assertThatThrownBy(
            () -> {
              try (VlmBackend backend = rig.connect("")) {
                backend.stream(Pictures.ask(0, "What?", 8)).read(event -> {});
              }
            })
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("sends its requests to another address (HTTP 307)")
        .hasMessageContaining("connect to that");
  }

  @Test
  void aNameWithOtherLettersIsToldWhichItMayHold() {
    try (BackendRegistry backends = BackendRegistry.open(Ticker.system())) {
      assertThatThrownBy(() -> backends.connect("käse"))
          .isInstanceOf(BackendException.UnknownBackend.class)
          .hasMessageContaining("A name in backends.yaml holds letters from A to Z");
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost:18500, http://localhost:18500", "gpu-box:8000/v1, http://gpu-box:8000/v1"})
  void anAddressWithoutItsSchemeIsOffered(String uri, String meant) {
    try (BackendRegistry backends = BackendRegistry.open(Ticker.system())) {
      assertThatThrownBy(() -> backends.connect(uri))
          .isInstanceOf(BackendException.UnknownBackend.class)
          .hasMessageContaining("Did you mean " + meant + "?");
    }
  }

  private Completion ask(String stream) throws InterruptedException {
    rig.on("POST /v1/chat/completions", (request, wire) -> wire.send(HEAD + stream));
    try (VlmBackend backend = rig.connect("")) {
      return backend.stream(Pictures.ask(0, "What?", 8)).read(event -> {});
    }
  }
}
