package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A planted key is sent where it belongs and shows nowhere else. */
class CanaryKeyTest {
  private static final String CANARY = "zt-canary-0123456789abcdef";
  private static final String END = "\r\nConnection: close\r\n\r\n";

  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @BeforeEach
  void plant() {
    rig.environment.put("ZOETROPE_API_KEY", CANARY);
    rig.environment.put("ZOETROPE_API_KEY_HOST", "127.0.0.1");
    rig.on("GET /v1/models", "llama-server-b11434/get-models");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "401 No" + END + "{\"error\":\"bad key KEY\"}",
        "400 No" + END + "{\"error\":{\"message\":\"KEY\",\"type\":\"KEY\"}}",
        "429 No" + END + "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"KEY\"}}",
        "500 No" + END + "KEY",
        "200 OK\r\nContent-Type: text/event-stream" + END + "data: {\"error\":\"KEY\"}\n\n",
        "200 OK\r\nContent-Type: text/event-stream" + END + "data: KEY\n\n",
        "302 Go\r\nLocation: http://127.0.0.1:1/KEY" + END
      })
  void anEchoOfItIsBlottedOut(String answer) {
    rig.on(
        "POST /v1/chat/completions",
        (request, wire) -> wire.send("HTTP/1.1 " + answer.replace("KEY", CANARY)));
    List<String> artifacts = new ArrayList<>();
    try (VlmBackend backend = rig.connect("")) {
      TokenStream stream = backend.stream(Pictures.ask(1, "What?", 8).recording());
      artifacts.add(stream.toString());
      artifacts.add(printed(catchThrowable(() -> stream.read(rig.events::add))));
      artifacts.add(backend.toString());
      artifacts.add(backend.card().toString());
      artifacts.add(rig.events.toString());
    }
    assertThat(rig.requests("POST /v1/chat/completions").get(0)).contains("Bearer " + CANARY);
    assertThat(artifacts).noneMatch(artifact -> artifact.contains(CANARY));
    assertThat(artifacts.get(1)).contains("BackendException");
    assertThat(artifacts.get(4)).contains("Exchanged", "[redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Your key is KEY.",
        "Your key is \\u007at-canary-0123456789abcdef.",
        "http://h/?key=zt%2Dcanary%2D0123456789abcdef.",
        "&#122;t-canary-0123456789abcdef."
      })
  void anAnswerThatRecitesItIsToldWithoutIt(String said) throws InterruptedException {
    rig.on(
        "POST /v1/chat/completions",
        (request, wire) -> wire.send(stream(said.replace("KEY", CANARY))));
    try (VlmBackend backend = rig.connect("")) {
      Completion answer = backend.stream(Pictures.ask(1, "What?", 8)).read(rig.events::add);

      assertThat(answer.text()).contains("[key].").doesNotContain("0123456789abcdef");
      assertThat(rig.events.toString()).doesNotContain(CANARY);
    }
  }

  /** Before, each backslash was followed to the end of the row: this took minutes. */
  @ParameterizedTest
  @ValueSource(strings = {"\\", "&#0", "z\\\\", "zt-canary\\"})
  void aHostileAnswerIsSearchedOnce(String again) {
    String said = again.repeat(400_000) + CANARY;

    String shown =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> new KeyMask(List.of(CANARY)).of(said));

    assertThat(shown).endsWith("[key]").doesNotContain(CANARY);
  }

  @Test
  void theLiveAnswerHasNoKeyEitherThatCameInPieces() throws InterruptedException {
    rig.on(
        "POST /v1/chat/completions",
        (request, wire) ->
            wire.send(stream("It is ", "zt", "-canary-01234567", "89abcdef!", " z")));
    try (VlmBackend backend = rig.connect("")) {
      Completion answer = backend.stream(Pictures.ask(1, "What?", 8)).read(rig.events::add);

      assertThat(live()).isEqualTo(answer.text()).isEqualTo("It is [key]! z");
      assertThat(answer.timeline().deltas()).hasSize(5);
    }
  }

  @Test
  void aWordThatIsGivenForAKeyStaysInAnswers() throws InterruptedException {
    rig.environment.put("ZOETROPE_API_KEY", "EMPTY");
    rig.on("POST /v1/chat/completions", (request, wire) -> wire.send(stream("The box is EMPTY.")));
    try (VlmBackend backend = rig.connect("")) {
      assertThat(backend.stream(Pictures.ask(1, "What?", 8)).read(event -> {}).text())
          .isEqualTo("The box is EMPTY.");
    }
  }

  private String live() {
    return rig.events.stream()
        .filter(TokenEvent.Delta.class::isInstance)
        .map(event -> ((TokenEvent.Delta) event).text())
        .reduce("", String::concat);
  }

  private static String stream(String... words) {
    StringBuilder text =
        new StringBuilder("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream" + END);
    for (String word : words) {
      text.append("data: {\"choices\":[{\"delta\":{\"content\":\"")
          .append(word.replace("\\", "\\\\"))
          .append("\"}}]}\n\n");
    }
    return text
        + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
  }

  private static String printed(Throwable error) {
    StringWriter out = new StringWriter();
    error.printStackTrace(new PrintWriter(out, true));
    return out.toString();
  }

  @Test
  void itMayStandInAFileInstead(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), CANARY + "\n");
    rig.environment.remove("ZOETROPE_API_KEY");
    rig.environment.put("ZOETROPE_API_KEY_FILE", file.toString());
    rig.connect("").close();

    assertThat(rig.requests("GET /v1/models").get(0)).contains("Bearer " + CANARY);
  }

  @Test
  void aFileThatIsNotThereIsNamedByItsVariable(@TempDir Path folder) {
    rig.environment.remove("ZOETROPE_API_KEY");
    rig.environment.put("ZOETROPE_API_KEY_FILE", folder.resolve("none").toString());

    assertThat(catchThrowable(() -> rig.connect("").close()))
        .isInstanceOf(BackendException.Unauthorized.class)
        .hasMessageContaining("ZOETROPE_API_KEY_FILE");
  }
}
