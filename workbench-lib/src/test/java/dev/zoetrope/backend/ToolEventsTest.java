package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call of a tool that the user's extras offered: in pieces, never a word of the answer. */
class ToolEventsTest {
  private static final VlmRequest QUESTION = Pictures.ask(0, "Look closer.", 24);
  private static final String NAME = "zoom";
  private static final String ARGUMENTS = "{\"x\":3}";

  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private Completion answered(Speech speech, byte[] http, VlmRequest request)
      throws InterruptedException {
    rig.on(speech.route(), http);
    try (VlmBackend backend = speech.connect(rig);
        TokenStream stream = backend.stream(request)) {
      return stream.read(rig.events::add);
    }
  }

  private void called(Speech speech, String body, FinishReason finish) throws InterruptedException {
    Completion answer = answered(speech, Recorded.stream(body).untilClose(), QUESTION);
    calledOnce(answer, finish);
  }

  private void calledOnce(Completion answer, FinishReason finish) {
    List<TokenEvent.Tool> tools =
        rig.events.stream()
            .filter(TokenEvent.Tool.class::isInstance)
            .map(TokenEvent.Tool.class::cast)
            .toList();

    assertThat(tools.get(0).name()).isEqualTo(NAME);
    assertThat(tools.subList(1, tools.size())).allMatch(piece -> piece.name().isEmpty());
    assertThat(String.join("", tools.stream().map(TokenEvent.Tool::arguments).toList()))
        .isEqualTo(ARGUMENTS);
    assertThat(rig.deltas()).isEmpty();
    assertThat(answer.text()).isEmpty();
    assertThat(answer.finish()).isEqualTo(finish);
  }

  private static String chunk(String function, String finish) {
    return "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
        + function
        + "}]},\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  @Test
  void chatCompletionsCallInPieces() throws InterruptedException {
    called(
        Speech.CHAT,
        chunk("{\"name\":\"zoom\",\"arguments\":\"\"}", "null")
            + chunk("{\"arguments\":\"{\\\"x\\\"\"}", "null")
            + chunk("{\"arguments\":\":3}\"}", "\"tool_calls\"")
            + "data: [DONE]\n\n",
        FinishReason.OTHER);
  }

  @Test
  void chatCompletionsCallInOnePiece() throws InterruptedException {
    byte[] answer =
        WireRig.json(
            "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"function\":{\"name\":"
                + "\"zoom\",\"arguments\":\"{\\\"x\\\":3}\"}}]},\"finish_reason\":\"tool_calls\"}]}");
    calledOnce(answered(Speech.CHAT, answer, QUESTION.inOnePiece()), FinishReason.OTHER);
  }

  @Test
  void messagesCallInPieces() throws InterruptedException {
    called(
        Speech.MESSAGES,
        "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":9}}}\n\n"
            + "data: {\"type\":\"content_block_start\",\"content_block\":{\"type\":\"tool_use\","
            + "\"name\":\"zoom\",\"input\":{}}}\n\n"
            + messagesPiece("{\\\"x\\\"")
            + messagesPiece(":3}")
            + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}\n\n"
            + "data: {\"type\":\"message_stop\"}\n\n",
        FinishReason.OTHER);
  }

  private static String messagesPiece(String json) {
    return "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"input_json_delta\","
        + "\"partial_json\":\""
        + json
        + "\"}}\n\n";
  }

  @Test
  void messagesCallInOnePiece() throws InterruptedException {
    byte[] answer =
        WireRig.json(
            "{\"type\":\"message\",\"content\":[{\"type\":\"tool_use\",\"name\":\"zoom\",\"input\":"
                + "{\"x\":3}}],\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":9}}");
    calledOnce(answered(Speech.MESSAGES, answer, QUESTION.inOnePiece()), FinishReason.OTHER);
  }

  @Test
  void responsesCallInPieces() throws InterruptedException {
    called(
        Speech.RESPONSES,
        "data: {\"type\":\"response.created\"}\n\n"
            + "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\","
            + "\"name\":\"zoom\",\"arguments\":\"\"}}\n\n"
            + responsesPiece("{\\\"x\\\"")
            + responsesPiece(":3}")
            + "data: {\"type\":\"response.function_call_arguments.done\",\"arguments\":"
            + "\"{\\\"x\\\":3}\"}\n\n"
            + "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n",
        FinishReason.STOP);
  }

  private static String responsesPiece(String json) {
    return "data: {\"type\":\"response.function_call_arguments.delta\",\"delta\":\""
        + json
        + "\"}\n\n";
  }

  @Test
  void responsesCallInOnePiece() throws InterruptedException {
    byte[] answer =
        WireRig.json(
            "{\"object\":\"response\",\"status\":\"completed\",\"output\":[{\"type\":"
                + "\"function_call\",\"name\":\"zoom\",\"arguments\":\"{\\\"x\\\":3}\"}]}");
    calledOnce(answered(Speech.RESPONSES, answer, QUESTION.inOnePiece()), FinishReason.STOP);
  }

  @Test
  void geminiCallsAtOnce() throws InterruptedException {
    called(
        Speech.GEMINI,
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"zoom\","
            + "\"args\":{\"x\":3}}}]},\"finishReason\":\"STOP\"}]}\n\n",
        FinishReason.STOP);
  }

  @Test
  void ollamaCallsAtOnce() throws InterruptedException {
    byte[] answer =
        Recorded.lines(
            "{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":"
                + "{\"name\":\"zoom\",\"arguments\":{\"x\":3}}}]},\"done\":false}",
            "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}",
            "");
    calledOnce(answered(Speech.OLLAMA, answer, QUESTION), FinishReason.STOP);
  }
}
