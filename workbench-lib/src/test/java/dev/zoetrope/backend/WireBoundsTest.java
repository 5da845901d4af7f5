package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that never ends what it says is left, whatever it was asked. */
class WireBoundsTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: ";
  private static final VlmRequest QUESTION = Pictures.ask(0, "What?", 8);

  private final WireRig rig = new WireRig(OpenAiRig.SMALL);

  @AfterEach
  void close() {
    rig.close();
  }

  private static RawServer.Script endless(String type) {
    return (request, wire) -> {
      wire.send(HEAD + type + "\r\n\r\n");
      while (true) {
        wire.send("x".repeat(1000));
      }
    };
  }

  private BackendException fault(VlmBackend backend, VlmRequest question) {
    return catchThrowableOfType(
        BackendException.class,
        () -> {
          try (TokenStream stream = backend.stream(question)) {
            stream.read(event -> {});
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aLineWithoutEndIsLeftAtTheLimitOfAnEvent(Speech speech) {
    try (VlmBackend backend = speech.connect(rig)) {
      rig.on(speech.route(), endless("text/event-stream"));

      assertThat(fault(backend, QUESTION))
          .isInstanceOf(BackendException.MalformedStream.class)
          .hasMessageContaining("more than 4096 bytes");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerInOnePieceWithoutEndIsLeftAtItsLimit(Speech speech) {
    try (VlmBackend backend = speech.connect(rig)) {
      String route = speech.route().replace("streamGenerateContent?alt=sse", "generateContent");
      rig.on(route, endless("application/json"));

      assertThat(fault(backend, QUESTION.inOnePiece()))
          .isInstanceOf(BackendException.MalformedStream.class)
          .hasMessageContaining("more than 65536 bytes");
    }
  }

  @Test
  void aListOfModelsWithoutEndIsLeft() {
    rig.on("GET /v1/models", endless("application/json"));

    assertThat(catchThrowableOfType(BackendException.class, () -> rig.connect("").close()))
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("no list of models");
  }
}
