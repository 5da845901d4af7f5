package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedBackendTest {
  private static final String CANARY = "zt-canary-0123456789";
  private static final String CHAT = "POST /v1/chat/completions";

  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private BackendEntry entry(Optional<KeyReference> key) {
    return new BackendEntry(
        "lab",
        rig.server.uri(),
        key,
        Optional.empty(),
        Map.of("X-Team", "vision"),
        HttpLimits.usual(),
        Map.of("top_k", 3),
        OptionalInt.of(2));
  }

  private VlmBackend lab(Optional<KeyReference> key) {
    rig.on("GET /v1/models", "llama-server-b11434/get-models");
    rig.on(CHAT, WireRig.status("500 No", "{\"error\":{\"message\":\"" + CANARY + "\"}}"));
    BackendEntry entry = entry(key);
    return new NamedBackend(rig.connect(entry), entry);
  }

  private BackendException refusal(VlmBackend backend, int images) {
    return catchThrowableOfType(
        BackendException.class,
        () -> {
          try (TokenStream stream = backend.stream(Pictures.ask(images, "What?", 8))) {
            stream.read(rig.events::add);
          }
        });
  }

  @Test
  void itsRequestsCarryItsKeyHeadersAndFields() {
    rig.environment.put("LAB_KEY", CANARY);
    try (VlmBackend lab = lab(Optional.of(KeyReference.variable("LAB_KEY")))) {
      BackendException error = refusal(lab, 1);

      assertThat(rig.requests(CHAT).get(0))
          .contains("Authorization: Bearer " + CANARY)
          .contains("X-Team: vision")
          .contains("\"top_k\":3");
      assertThat(rig.requests("GET /v1/models").get(0)).contains("X-Team: vision", CANARY);
      assertThat(error).hasMessageContaining("[key]");
      assertThat(lab + " " + lab.card() + error).doesNotContain(CANARY).contains("lab");
    }
  }

  @Test
  void itsKeyMayLieInAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), CANARY + "\n");
    lab(Optional.of(KeyReference.file(file))).close();

    assertThat(rig.requests("GET /v1/models").get(0)).contains("Bearer " + CANARY);
  }

  @Test
  void aServerThatAnswersSlowlyIsToldFromADeadOne() {
    rig.on("GET /v1/models", (request, wire) -> wire.awaitHangUp());
    BackendException error =
        catchThrowableOfType(BackendException.class, () -> rig.connect(entry(Optional.empty())));

    assertThat(error)
        .isInstanceOf(BackendException.Unreachable.class)
        .hasMessageContaining("took the connection but did not answer within 2 s")
        .hasMessageContaining("timeouts: {first-byte: 30s} in backends.yaml");
  }

  @Test
  void timeoutsThatAUserGivesLetAProbeWaitLonger(@TempDir Path folder) throws Exception {
    byte[] models = Recorded.of("llama-server-b11434/get-models").untilClose();
    rig.on(
        "GET /v1/models",
        (request, wire) -> {
          TimeUnit.MILLISECONDS.sleep(3500);
          wire.send(models);
        });
    Path file = folder.resolve("backends.yaml");
    Files.write(
        file,
        List.of(
            "backends:", "  lab: {uri: '" + rig.server.uri() + "', timeouts: {first-byte: 5m}}"));
    BackendEntry patient = new BackendsFile(name -> Optional.of(file.toString())).entry("lab");
    try (VlmBackend lab = rig.connect(patient)) {
      assertThat(lab.card().model()).isNotEmpty();
    }
  }

  @Test
  void aKeyThatIsNotThereIsAskedFor() {
    BackendException error =
        catchThrowableOfType(
            BackendException.class, () -> lab(Optional.of(KeyReference.variable("LAB_KEY"))));

    assertThat(error)
        .isInstanceOf(BackendException.Unauthorized.class)
        .hasMessageContaining("The key of lab shall be in the environment variable LAB_KEY");
  }

  @Test
  void aRefusedKeyIsAskedForWhereItsOwnLies() {
    rig.environment.put("LAB_KEY", CANARY);
    try (VlmBackend lab = lab(Optional.of(KeyReference.variable("LAB_KEY")))) {
      rig.on(CHAT, WireRig.status("401 No", "{}"));

      assertThat(refusal(lab, 0))
          .isInstanceOf(BackendException.Unauthorized.class)
          .hasMessageContaining("put the key of lab into the environment variable LAB_KEY")
          .hasMessageNotContaining("ZOETROPE_API_KEY");
    }
  }

  @Test
  void theGeneralKeyDoesNotGoWhereAnotherWasNamed() {
    HttpKeys keys =
        new HttpKeys(name -> Optional.of(CANARY))
            .given(
                KeyReference.variable("LAB_KEY"), "lab", HttpAddress.parse("https://gpu-box:8443"));

    assertThat(keys.keyFor(HttpAddress.parse("https://gpu-box:8443#model"))).contains(CANARY);
    for (String other :
        List.of("http://gpu-box:8443", "https://gpu-box", "https://api.openai.com")) {
      assertThat(keys.keyFor(HttpAddress.parse(other))).isEmpty();
    }
  }

  @Test
  void moreThanItsMostPicturesAreRefusedBeforeAnythingIsSent() {
    try (VlmBackend lab = lab(Optional.empty())) {
      assertThat(refusal(lab, 3))
          .isInstanceOf(BackendException.TooManyImages.class)
          .hasMessageContaining("lab takes at most 2 pictures");
      assertThat(rig.requests(CHAT)).isEmpty();
      assertThat(lab.card().maxImages()).hasValue(2);
      assertThat(lab.card().uri()).isEqualTo("lab");
    }
  }
}
