package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.metrics.Conditions;
import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was recorded once is answered again, with its stamps. */
class ReplayTest {
  private static final VlmRequest QUESTION = Pictures.ask(1, "Describe what happens.", 24);

  @TempDir Path folder;
  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private Exchange recorded(List<TokenEvent> events) {
    return events.stream()
        .filter(TokenEvent.Exchanged.class::isInstance)
        .map(event -> ((TokenEvent.Exchanged) event).exchange())
        .findFirst()
        .orElseThrow();
  }

  private Path kept(List<TokenEvent> events) throws IOException {
    String line =
        "{\"type\":\"exchange\",\"request\":\"run/0\",\"exchange\":"
            + recorded(events).json()
            + "}\n";
    return Files.writeString(folder.resolve("log.jsonl"), "{\"type\":\"pl\n" + line);
  }

  private static Completion replay(String uri, List<TokenEvent> events)
      throws InterruptedException {
    try (BackendRegistry registry = BackendRegistry.open(Ticker.system());
        VlmBackend backend = registry.connect(uri);
        TokenStream stream = backend.stream(QUESTION)) {
      return stream.read(events::add);
    }
  }

  /** Kinds and words of what the server said, with their distance to the start. */
  private static List<String> told(List<TokenEvent> events, long start) {
    return events.stream()
        .filter(event -> !(event instanceof TokenEvent.Exchanged))
        .map(event -> words(event) + " at " + (event.atNanos() - start))
        .toList();
  }

  private static String words(TokenEvent event) {
    String kind = event.getClass().getSimpleName();
    return event instanceof TokenEvent.Delta delta ? kind + delta.text() : kind;
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerComesAgainWithItsStamps(Speech speech) throws Exception {
    speech.answers(rig, speech.recorded().chunked(97));
    Completion live;
    try (VlmBackend backend = speech.connect(rig);
        TokenStream stream = backend.stream(QUESTION.recording())) {
      live = stream.read(rig.events::add);
    }
    List<TokenEvent> events = new ArrayList<>();
    Completion again = replay("replay:" + kept(rig.events) + "#run/0", events);

    assertThat(again.text()).isEqualTo(live.text()).isNotEmpty();
    assertThat(again.finish()).isEqualTo(live.finish());
    assertThat(told(events, again.timeline().start()))
        .containsExactlyInAnyOrderElementsOf(told(rig.events, live.timeline().start()));
    assertThat(told(events, again.timeline().start()))
        .filteredOn(w -> w.startsWith("Delta"))
        .containsExactlyElementsOf(
            told(rig.events, live.timeline().start()).stream()
                .filter(w -> w.startsWith("Delta"))
                .toList());
    assertThat(Metrics.of(observation(again)).get("time_to_first_token"))
        .isEqualTo(Metrics.of(observation(live)).get("time_to_first_token"));
    assertThat(again.conditions().map(Conditions::server))
        .isEqualTo(live.conditions().map(Conditions::server))
        .isPresent();
    assertThat(again.conditions().flatMap(Conditions::prompt))
        .isEqualTo(live.conditions().flatMap(Conditions::prompt));
    assertThat(again.serverTimings()).isEqualTo(live.serverTimings());
    assertThat(Metrics.of(observation(again)).get("time_to_first_response"))
        .isEqualTo(Metrics.of(observation(live)).get("time_to_first_response"));
  }

  private static Observation observation(Completion told) {
    return new Observation(told.timeline(), told.usage(), told.serverTimings(), Optional.empty());
  }

  @Test
  void picturesAreKeptByTheirHashAndKeysNotAtAll() throws Exception {
    rig.environment.put("ZOETROPE_API_KEY", "zt-canary-replay");
    rig.environment.put("ZOETROPE_API_KEY_HOST", "127.0.0.1");
    Speech.CHAT.answers(rig, Speech.CHAT.recorded().untilClose());
    try (VlmBackend backend = Speech.CHAT.connect(rig);
        TokenStream stream = backend.stream(QUESTION.recording())) {
      stream.read(rig.events::add);
    }
    assertThat(recorded(rig.events).json())
        .contains("data:image/png;base64,sha256:" + Pictures.circle(8).sha256())
        .contains("[\"Authorization\",\"[redacted]\"]")
        .doesNotContain("zt-canary-replay");
  }

  @Test
  void aFailureFailsAgain() throws Exception {
    rig.on("GET /v1/models", "vllm-0.32.0-cpu/get-models");
    rig.on("POST /v1/chat/completions", "vllm-0.32.0-cpu/err-9img");
    try (VlmBackend backend = rig.connect("");
        TokenStream stream = backend.stream(QUESTION.recording())) {
      catchThrowableOfType(BackendException.class, () -> stream.read(rig.events::add));
    }
    String uri = "replay:" + kept(rig.events);
    BackendException.TooManyImages again =
        catchThrowableOfType(
            BackendException.TooManyImages.class, () -> replay(uri, new ArrayList<>()));

    assertThat(again.most()).isEqualTo(8);
  }

  @Test
  void anAnswerInOnePieceComesAgainInOnePiece() throws Exception {
    rig.on("GET /v1/models", "llama-server-b11434/get-models");
    rig.on("POST /v1/messages", "llama-server-b11434/anthropic-4img");
    try (VlmBackend backend = rig.connect("/v1/messages");
        TokenStream stream = backend.stream(QUESTION.inOnePiece().recording())) {
      String text = stream.read(rig.events::add).text();

      assertThat(replay("replay:" + kept(rig.events), new ArrayList<>()).text()).isEqualTo(text);
    }
  }

  @Test
  void aNameThatTheFileLacksIsAnswersWithThoseItHas() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("two.jsonl"),
            "{\"type\":\"exchange\",\"request\":\"a/0\",\"exchange\":{}}\n"
                + "{\"type\":\"exchange\",\"request\":\"a/1\",\"exchange\":{}}\n");

    assertThat(unknown("replay:" + file)).contains("2 exchanges", "a/0, a/1");
    assertThat(unknown("replay:" + file + "#a/2")).contains("not a/2", "a/0, a/1");
    assertThat(unknown("replay:" + folder.resolve("none"))).contains("cannot be read");
    Files.writeString(file, "{}\n");
    assertThat(unknown("replay:" + file)).contains("no recorded exchange");
  }

  private static String unknown(String uri) {
    return catchThrowableOfType(
            BackendException.UnknownBackend.class, () -> replay(uri, new ArrayList<>()))
        .getMessage();
  }
}
