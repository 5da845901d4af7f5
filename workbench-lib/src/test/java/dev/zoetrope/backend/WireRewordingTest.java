package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that knows the limit of tokens by the other of its two names. */
@Timeout(60)
class WireRewordingTest {
  private static final VlmRequest QUESTION = Pictures.ask(0, "Describe what happens.", 24);
  private static final byte[] ANSWER = Recorded.of("vllm-0.32.0-cpu/stream-4img").untilClose();

  private static byte[] refusal(String status, String message, String code) {
    return WireRig.status(
        status,
        "{\"error\":{\"message\":\""
            + message
            + "\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\""
            + code
            + "\"}}");
  }

  private static byte[] refusing(String name, String other) {
    return refusal(
        "400 Bad Request",
        "Unsupported parameter: '"
            + name
            + "' is not supported with this model. Use '"
            + other
            + "' instead.",
        "unsupported_parameter");
  }

  /** Takes only the other name. */
  private static RawServer server(String refused, String other) {
    byte[] refusal = refusing(refused, other);
    return RawServer.start(
        (request, wire) -> wire.send(request.contains("\"" + refused + "\":") ? refusal : ANSWER));
  }

  private static Completion ask(VlmBackend backend, VlmRequest request)
      throws InterruptedException {
    try (TokenStream stream = backend.stream(request)) {
      return stream.read(event -> {});
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VLLM, max_tokens, max_completion_tokens",
    "OPENAI, max_completion_tokens, max_tokens"
  })
  void isAskedOnceMoreByThatNameAndByItAloneFromThenOn(
      WireServer.Engine engine, String refused, String other) throws InterruptedException {
    try (RawServer server = server(refused, other);
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(engine);
        VlmBackend backend = rig.backend()) {
      Completion first = ask(backend, QUESTION);
      Completion second = ask(backend, QUESTION);

      assertThat(first.text()).isEqualTo(" A large red circle moves right.");
      assertThat(first.timeline().wire().retries()).hasValue(1);
      assertThat(second.timeline().wire().retries()).hasValue(0);
      assertThat(bodies(server))
          .extracting(body -> body.has(other) ? other : refused)
          .containsExactly(refused, other, other);
      assertThat(bodies(server).get(1).path(other).asInt()).isEqualTo(24);
      assertThat(bodies(server).get(1).has(refused)).isFalse();
    }
  }

  private static List<JsonNode> bodies(RawServer server) {
    return server.requests().stream().map(WireRig::body).toList();
  }

  @Test
  void theTimesAreThoseOfTheSecondRequest() throws InterruptedException {
    try (RawServer server = server("max_tokens", "max_completion_tokens");
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.VLLM)) {
      Completion answer = rig.ask(QUESTION.recording());

      assertThat(answer.timeline().start())
          .isLessThanOrEqualTo(answer.timeline().bodySent().orElseThrow());
      assertThat(rig.kinds()).filteredOn("BodySent"::equals).hasSize(1);
      assertThat(rig.kinds()).filteredOn("Headers"::equals).hasSize(1);
      assertThat(recorded(rig))
          .contains("\"max_completion_tokens\":24")
          .doesNotContain("max_tokens");
    }
  }

  private static String recorded(OpenAiRig rig) {
    return rig.events.stream()
        .filter(TokenEvent.Exchanged.class::isInstance)
        .map(event -> ((TokenEvent.Exchanged) event).exchange().json())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoIsRefusedAtTheSameTimeLearnsTheSame() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    byte[] refusal = refusing("max_tokens", "max_completion_tokens");
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (RawServer server =
            RawServer.start(
                (request, wire) -> {
                  if (request.contains("\"max_tokens\":")) {
                    meet(both);
                    wire.send(refusal);
                  } else {
                    wire.send(ANSWER);
                  }
                });
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.VLLM);
        VlmBackend backend = rig.backend()) {
      Callable<Completion> asking = () -> ask(backend, QUESTION);
      Future<Completion> one = pool.submit(asking);
      Future<Completion> two = pool.submit(asking);

      assertThat(one.get().text()).isEqualTo(two.get().text()).isNotBlank();
      assertThat(bodies(server)).filteredOn(b -> b.has("max_completion_tokens")).hasSize(2);
      assertThat(ask(backend, QUESTION).timeline().wire().retries()).hasValue(0);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void meet(CyclicBarrier both) throws InterruptedException {
    try {
      both.await();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("the other left", e);
    }
  }

  @Test
  void aServerThatRefusesBothNamesIsAskedTwiceAndNoMore() {
    try (RawServer server =
            RawServer.start(
                (request, wire) ->
                    wire.send(
                        request.contains("\"max_tokens\":")
                            ? refusing("max_tokens", "x")
                            : refusing("max_completion_tokens", "x")));
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.VLLM)) {
      BackendException error =
          catchThrowableOfType(BackendException.class, () -> rig.ask(QUESTION));

      assertThat(error)
          .isInstanceOf(BackendException.Unsupported.class)
          .hasMessageContaining("max_completion_tokens");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_tokens must be at least 1, got 0.",
        "temperature must be at most 2, got 3.",
        "At most 8 image(s) may be provided in one prompt."
      })
  void otherComplaintsAreNotAskedAgain(String message) {
    try (RawServer server = RawServer.always(refusal("400 Bad Request", message, "x"));
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.VLLM)) {
      catchThrowableOfType(BackendException.class, () -> rig.ask(QUESTION));

      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void oneOfManyThatMeasureIsSentOnce() {
    try (RawServer server = server("max_tokens", "max_completion_tokens");
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.VLLM)) {
      catchThrowableOfType(BackendException.class, () -> rig.ask(QUESTION.asLoad("a")));

      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aNameThatTheUserGaveStaysAsItIs() {
    try (RawServer server = server("max_tokens", "max_completion_tokens");
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.OPENAI)) {
      catchThrowableOfType(
          BackendException.class, () -> rig.ask(QUESTION.withExtras(Map.of("max_tokens", 3))));

      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400 Bad Request, Unsupported value: 'temperature' does not support 0., unsupported_value",
    "422 Unprocessable Entity, Unexpected fields in the request: {'seed'}, x"
  })
  void aFieldThatIsNotTakenIsTypedAndSaysHowToLeaveItOut(
      String status, String message, String code) {
    try (RawServer server = RawServer.always(refusal(status, message, code));
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      assertThat(catchThrowableOfType(BackendException.class, () -> rig.ask(QUESTION)))
          .isInstanceOf(BackendException.Unsupported.class)
          .hasMessageContaining("null to leave it out")
          .hasMessageContaining(message.substring(0, 30));
    }
  }

  private static final String ONE_TEMPERATURE =
      "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1)"
          + " value is supported.";

  /** Takes no temperature, and the limit by one name alone. */
  private static RawServer cool() {
    byte[] limit = refusing("max_tokens", "max_completion_tokens");
    byte[] heat = refusal("400 Bad Request", ONE_TEMPERATURE, "unsupported_value");
    return RawServer.start(
        (request, wire) ->
            wire.send(
                request.contains("\"max_tokens\":")
                    ? limit
                    : request.contains("\"temperature\":") ? heat : ANSWER));
  }

  @ParameterizedTest
  @CsvSource({"OPENAI, 2", "OTHER, 3"})
  void aTemperatureThatNobodyChoseIsLeftOutFromThenOn(WireServer.Engine engine, int asked)
      throws InterruptedException {
    try (RawServer server = cool();
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(engine);
        VlmBackend backend = rig.backend()) {
      Completion first = ask(backend, QUESTION);
      ask(backend, QUESTION);

      assertThat(first.text()).isEqualTo(" A large red circle moves right.");
      assertThat(first.timeline().wire().retries()).hasValue(asked - 1);
      assertThat(bodies(server)).hasSize(asked + 1);
      assertThat(bodies(server).get(asked).has("temperature")).isFalse();
      assertThat(first.conditions().orElseThrow().server()).contains("without a temperature");
    }
  }

  @Test
  void aTemperatureThatSomebodyChoseIsNotLeftOut() {
    try (RawServer server = cool();
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.OPENAI)) {
      for (VlmRequest chosen :
          List.of(
              new VlmRequest(QUESTION.parts(), new Sampling(24, 0.7, 1)),
              new VlmRequest(QUESTION.parts(), new Sampling(24, 0, 0)),
              QUESTION.withExtras(Map.of("temperature", 0.2)))) {
        assertThat(catchThrowableOfType(BackendException.class, () -> rig.ask(chosen)))
            .isInstanceOf(BackendException.Unsupported.class)
            .hasMessageContaining("takes no temperature but its own")
            .hasMessageContaining("null to leave it out");
      }
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void oneOfManyThatMeasureIsNotAskedAgainWithoutIt() {
    try (RawServer server = cool();
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.OPENAI)) {
      catchThrowableOfType(BackendException.class, () -> rig.ask(QUESTION.asLoad("a")));

      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"RESPONSES, unsupported_parameter", "MESSAGES, invalid_request_error"})
  void otherProtocolsLeaveItOutToo(Speech speech, String code) throws InterruptedException {
    byte[] heat =
        refusal("400 Bad Request", "'temperature' is not supported with this model.", code);
    byte[] answer = speech.recorded().untilClose();
    try (WireRig rig = new WireRig()) {
      rig.on(
          speech.route(),
          (request, wire) -> wire.send(request.contains("\"temperature\":") ? heat : answer));
      try (VlmBackend backend = speech.connect(rig)) {
        assertThat(ask(backend, QUESTION).text()).isEqualTo(speech.text());
      }
      assertThat(rig.requests(speech.route())).hasSize(2);
    }
  }
}
