package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

/** An answer that its limit cut off before its first word. */
class EmptyOutputTest {
  private static final VlmRequest QUESTION = Pictures.ask(0, "Describe what happens.", 24);
  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":24,\"completion_tokens_details\":"
          + "{\"reasoning_tokens\":24}}";

  private static String chunk(String delta, String finish) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static final String THOUGHT = chunk("{\"reasoning_content\":\"Hm\"}", "null");
  private static final String CUT = chunk("{}", "\"length\"");
  private static final String END = "data: {\"choices\":[]," + USAGE + "}\n\ndata: [DONE]\n\n";

  private static OpenAiRig rig(RawServer server) {
    return OpenAiRig.on(server.uri());
  }

  private static RawServer saying(String body) {
    return RawServer.always(Recorded.stream(body).untilClose());
  }

  private static BackendException.EmptyOutput error(OpenAiRig rig, VlmRequest request) {
    return catchThrowableOfType(BackendException.EmptyOutput.class, () -> rig.ask(request));
  }

  @Test
  void thoughtUntilTheLimitIsNoAnswerAndKeepsItsNumbers() {
    try (RawServer server = saying(THOUGHT + THOUGHT + CUT + END);
        OpenAiRig rig = rig(server)) {
      BackendException.EmptyOutput error = error(rig, QUESTION);

      assertThat(error.code()).isEqualTo("empty_output");
      assertThat(error.reasoningTokens()).hasValue(24);
      assertThat(error).hasMessageContaining("(24 of them)").hasMessageContaining("more tokens");
      assertThat(error.partial().orElseThrow().timeline().deltas()).hasSize(2);
      assertThat(error.partial().orElseThrow().usage().completion()).hasValue(24);
      assertThat(rig.kinds()).endsWith("Failed");
    }
  }

  @Test
  void thoughtThatIsOnlyCountedIsSeenToo() {
    String whole =
        "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"length\"}],"
            + USAGE
            + "}";
    try (RawServer server = RawServer.always(WireRig.json(whole));
        OpenAiRig rig = rig(server)) {
      BackendException.EmptyOutput error = error(rig, QUESTION.inOnePiece());

      assertThat(error.reasoningTokens()).hasValue(24);
      assertThat(error.partial()).isPresent();
    }
  }

  @Test
  void aWordAToolOrAnEndOfTheModelsOwnIsAnAnswer() throws InterruptedException {
    assertThat(finish(THOUGHT + chunk("{\"content\":\"A\"}", "null") + CUT + END))
        .isEqualTo(FinishReason.LENGTH);
    assertThat(finish(THOUGHT + chunk("{}", "\"stop\"") + END)).isEqualTo(FinishReason.STOP);
    assertThat(
            finish(
                THOUGHT
                    + chunk(
                        "{\"tool_calls\":[{\"function\":{\"name\":\"look\",\"arguments\":\"{\"}}]}",
                        "null")
                    + CUT
                    + END))
        .isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void nothingAtAllIsAnAnswerTooForSomeModelsEndAtOnce() throws InterruptedException {
    assertThat(finish(CUT + "data: [DONE]\n\n")).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void oneOfManyThatMeasureIsMeasuredToItsLimit() throws InterruptedException {
    try (RawServer server = saying(THOUGHT + CUT + END);
        OpenAiRig rig = rig(server)) {
      assertThat(rig.ask(QUESTION.asLoad("a")).usage().reasoning()).hasValue(24);
    }
  }

  private static FinishReason finish(String body) throws InterruptedException {
    try (RawServer server = saying(body);
        OpenAiRig rig = rig(server)) {
      return rig.ask(QUESTION).finish();
    }
  }
}
