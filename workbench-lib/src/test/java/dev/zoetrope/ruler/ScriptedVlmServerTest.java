package dev.zoetrope.ruler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.backend.Completion;
import dev.zoetrope.backend.ContentPart;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.TokenStream;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.backend.VlmRequest;
import dev.zoetrope.metrics.Ticker;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptedVlmServerTest {
  private static final ServerScript QUICK = ServerScript.steady(30, 2, 6);

  private static ServerScript.Answer answer(
      ServerScript.Speaks speaks, int perChunk, boolean earlyRole, boolean usage) {
    return new ServerScript.Answer("scripted", speaks, 6, perChunk, earlyRole, usage);
  }

  private static ServerScript.Answer openAi(int perChunk, boolean earlyRole, boolean usage) {
    return answer(ServerScript.Speaks.OPENAI, perChunk, earlyRole, usage);
  }

  /** What a client got and what it should have got. */
  private record Both(Completion seen, ServedRequest truth) {}

  private static Both ask(ServerScript script) throws InterruptedException {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(script);
        BackendRegistry backends = BackendRegistry.open(Ticker.system());
        VlmBackend backend = backends.connect(server.uri());
        TokenStream stream = backend.stream(request().asLoad("one"))) {
      Completion seen = stream.read(event -> {});
      while (server.served().isEmpty()) {
        Thread.onSpinWait();
      }
      return new Both(seen, server.served().get(0));
    }
  }

  private static VlmRequest request() {
    return new VlmRequest(List.of(new ContentPart.Text("What?")), Sampling.greedy(6));
  }

  @ParameterizedTest
  @EnumSource(ServerScript.Speaks.class)
  void everyProtocolIsReadWhole(ServerScript.Speaks speaks) throws InterruptedException {
    Both both = ask(QUICK.with(answer(speaks, 1, false, true)));

    assertThat(both.seen().text()).isEqualTo("one two three four one two ");
    assertThat(both.seen().usage().completion()).hasValue(6);
    assertThat(both.seen().timeline().deltas()).hasSize(6);
    assertThat(both.truth().id()).isEqualTo("one");
    assertThat(both.truth().tokens()).isEqualTo(6);
  }

  /** guidellm asks nothing else before it is told so. */
  @Test
  void whoAsksWhetherAnybodyIsThereIsAnswered() throws Exception {
    try (ScriptedVlmServer server = ScriptedVlmServer.start(QUICK)) {
      URI health = URI.create(server.uri().replaceFirst("#.*", "")).resolve("/health");
      HttpURLConnection asked = (HttpURLConnection) health.toURL().openConnection();

      assertThat(asked.getResponseCode()).isEqualTo(200);
    }
  }

  /** vLLM bench takes the role for the first token. */
  @Test
  void anEarlyRoleIsNoToken() throws InterruptedException {
    Both both = ask(QUICK.with(openAi(1, true, true)));

    assertThat(both.seen().timeline().deltas()).hasSize(6);
    assertThat(both.seen().timeline().deltas().get(0))
        .isGreaterThanOrEqualTo(both.truth().read() + 30_000_000);
  }

  /** vLLM bench reports the gap between pieces under the name of token latency. */
  @Test
  void packedTokensAreCountedByUsageNotByPieces() throws InterruptedException {
    Both both = ask(QUICK.with(openAi(3, false, true)));

    assertThat(both.seen().timeline().deltas()).hasSize(2);
    assertThat(both.seen().usage().completion()).hasValue(6);
  }

  @Test
  void withoutUsageThereIsNoCountOfTokens() throws InterruptedException {
    Both both = ask(QUICK.with(openAi(3, false, false)));

    assertThat(both.seen().usage().completion()).isEmpty();
  }

  @Test
  void anErrorInTheMidstIsAFailureThatKeepsWhatCame() {
    ServerScript.Fault error =
        new ServerScript.Fault(
            ServerScript.Fault.Kind.ERROR, OptionalInt.of(2), OptionalLong.empty());

    assertThatThrownBy(() -> ask(QUICK.with(error)))
        .isInstanceOfSatisfying(
            BackendException.class, e -> assertThat(e.partialText()).isEqualTo("one two "));
  }

  @Test
  void anAnswerCutInTheMiddleOfAPieceIsAFailure() {
    ServerScript.Fault cut =
        new ServerScript.Fault(
            ServerScript.Fault.Kind.CUT, OptionalInt.empty(), OptionalLong.of(300));

    assertThatThrownBy(() -> ask(QUICK.with(cut))).isInstanceOf(BackendException.class);
  }

  @Test
  void noTokenIsWrittenBeforeItsTime() throws InterruptedException {
    ServedRequest truth = ask(QUICK).truth();

    assertThat(truth.ttftMillis().orElseThrow()).isGreaterThanOrEqualTo(30);
    assertThat(truth.writes()).allMatch(write -> write.begun() >= write.due());
  }

  @Test
  void aScriptIsReadAndItsSlipsAreNamed() {
    ServerScript script =
        ServerScript.parse(
            "{\"ttft_ms\": 5, \"speaks\": \"llama.cpp\", \"slots\": 2,"
                + " \"fault\": {\"kind\": \"stall\", \"at_byte\": 7}}");

    assertThat(script.pace().ttftMillis()).isEqualTo(5);
    assertThat(script.answer().speaks()).isEqualTo(ServerScript.Speaks.LLAMA_CPP);
    assertThat(script.crowd().slots()).hasValue(2);
    assertThat(script.fault().orElseThrow().atByte()).hasValue(7);
    assertThatThrownBy(() -> ServerScript.parse("{\"ttft\": 5}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no field \"ttft\"");
  }
}
