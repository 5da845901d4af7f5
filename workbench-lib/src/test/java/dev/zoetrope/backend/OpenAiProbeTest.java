package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiProbeTest {
  private static final byte[] NOT_FOUND =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found"
          .getBytes(StandardCharsets.UTF_8);

  private final WireFactory factory = new WireFactory(Ticker.system(), name -> Optional.empty());

  @AfterEach
  void close() {
    factory.close();
  }

  /** A server that answers these paths and knows no others. */
  private static RawServer serving(Map<String, byte[]> paths) {
    return RawServer.start(
        (request, wire) -> wire.send(paths.getOrDefault(request.split(" ", 3)[1], NOT_FOUND)));
  }

  private static byte[] recorded(String name) {
    return Recorded.of(name).untilClose();
  }

  private static byte[] json(String body) {
    return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private BackendException refusal(RawServer server, String suffix) {
    try (server) {
      return catchThrowableOfType(
          BackendException.class, () -> factory.connect(server.uri() + suffix).close());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/v1", "/v1/", "/v1/chat/completions", "/v1#tinyvlm"})
  void knowsLlamaServerByWhatItSays(String suffix) {
    try (RawServer server =
            serving(
                Map.of(
                    "/v1/models", recorded("llama-server-b11434/get-models"),
                    "/props", recorded("llama-server-b11434/get-props")));
        VlmBackend backend = factory.connect(server.uri() + suffix)) {
      BackendCard card = backend.card();

      assertThat(card.server()).isEqualTo("llama.cpp");
      assertThat(card.model()).isEqualTo("tinyvlm");
      assertThat(card.version()).contains("b0-unknown");
      assertThat(card.contextLength()).hasValue(1024);
      assertThat(card.vision()).isTrue();
      assertThat(card.host()).isEqualTo(BackendCard.THIS_MACHINE);
      assertThat(card.note()).isEmpty();
      assertThat(card.uri()).startsWith(server.uri()).doesNotContain("/v1");
    }
  }

  @Test
  void llamaServerWithoutItsProjectorSeesNothing() {
    String models = "{\"data\":[{\"id\":\"/models/a/text.gguf\",\"owned_by\":\"llamacpp\"}]}";
    try (RawServer server =
            serving(
                Map.of(
                    "/v1/models", json(models),
                    "/props", json("{\"modalities\":{\"vision\":false}}")));
        VlmBackend backend = factory.connect(server.uri() + "#text.gguf")) {
      assertThat(backend.card().vision()).isFalse();
      assertThat(backend.card().model()).isEqualTo("text.gguf");
    }
  }

  @Test
  void knowsVllmByItsModels() {
    try (RawServer server =
            serving(
                Map.of(
                    "/v1/models", recorded("vllm-0.32.0-cpu/get-models"),
                    "/version", recorded("vllm-0.32.0-cpu/get-version")));
        VlmBackend backend = factory.connect(server.uri())) {
      assertThat(backend.card().server()).isEqualTo("vLLM");
      assertThat(backend.card().version()).contains("0.32.0");
      assertThat(backend.card().contextLength()).hasValue(1024);
      assertThat(server.requests()).noneMatch(request -> request.startsWith("GET /props"));
    }
  }

  @Test
  void ofManyModelsTakesTheFirstAndSaysSo() {
    try (RawServer server = serving(Map.of("/v1/models", recorded("litellm-1.106.2/get-models")));
        VlmBackend backend = factory.connect(server.uri())) {
      assertThat(backend.card().server()).isEqualTo("OpenAI-compatible");
      assertThat(backend.card().model()).isEqualTo("tinyvlm");
      assertThat(backend.card().vision()).isTrue();
      assertThat(backend.card().note().orElseThrow())
          .contains("first of 3 models")
          .contains("#claude-tiny");
    }
  }

  @Test
  void takesTheModelThatWasNamed() {
    try (RawServer server = serving(Map.of("/v1/models", recorded("litellm-1.106.2/get-models")));
        VlmBackend backend = factory.connect(server.uri() + "/v1#gemini-tiny")) {
      assertThat(backend.card().model()).isEqualTo("gemini-tiny");
      assertThat(backend.card().uri()).isEqualTo(server.uri() + "#gemini-tiny");
    }
  }

  @Test
  void aModelThatIsNotThereIsAnsweredWithTheNearest() {
    BackendException error =
        refusal(
            serving(Map.of("/v1/models", recorded("litellm-1.106.2/get-models"))), "#gemini-tyni");

    assertThat(error)
        .isInstanceOf(BackendException.ModelNotFound.class)
        .hasMessageContaining("Did you mean gemini-tiny?")
        .hasMessageContaining("tinyvlm, claude-tiny, gemini-tiny");
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>hi</html>',no list of models",
    "'HTTP/1.1 404 Not Found\r\n\r\nnothing',HTTP 404",
    "'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n',it redirects",
    "'HTTP/1.1 200 OK\r\n\r\n{\"data\":[]}',that a model is loaded",
    "'HTTP/1.1 200 OK\r\n\r\n{\"data\":null}',no list of models"
  })
  void whoeverSpeaksAnotherLanguageIsRefused(String answer, String words) {
    BackendException error = refusal(RawServer.always(answer.getBytes(StandardCharsets.UTF_8)), "");

    assertThat(error)
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("does not speak the OpenAI API: GET /v1/models gave")
        .hasMessageContaining(words);
  }

  @Test
  void aServerWhoseListFailsIsBelievedIfTheModelIsNamed() {
    byte[] broken = "HTTP/1.1 500 Oops\r\n\r\nInternal".getBytes(StandardCharsets.UTF_8);
    try (RawServer server = RawServer.always(broken);
        VlmBackend backend = factory.connect(server.uri() + "#hf-tiny")) {
      assertThat(backend.card().model()).isEqualTo("hf-tiny");
    }
  }

  @Test
  void aServerThatAnswersOnlyForItsModelsIsEnough() {
    byte[] models = recorded("litellm-1.106.2/get-models");
    try (RawServer server =
            RawServer.start(
                (request, wire) -> {
                  if (request.startsWith("GET /v1/models ")) {
                    wire.send(models);
                  }
                });
        VlmBackend backend = factory.connect(server.uri())) {
      assertThat(backend.card().model()).isEqualTo("tinyvlm");
    }
  }

  @Test
  void aServerThatLoadsAsksForPatience() {
    BackendException error =
        refusal(RawServer.always(recorded("llama-server-b11434/loading-chat")), "");

    assertThat(error)
        .isInstanceOf(BackendException.Overloaded.class)
        .hasMessageContaining("Loading model");
  }

  @Test
  void aServerThatWantsAKeySaysHowToGiveIt() {
    BackendException error =
        refusal(RawServer.always(recorded("llama-server-b11434/auth-missing")), "");

    assertThat(error)
        .isInstanceOf(BackendException.Unauthorized.class)
        .hasMessageContaining("ZOETROPE_API_KEY")
        .hasMessageContaining("\"127.0.0.1\" into ZOETROPE_API_KEY_HOST");
  }

  @Test
  void nobodyThereIsUnreachable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    BackendException error =
        catchThrowableOfType(
            BackendException.class, () -> factory.connect("http://127.0.0.1:" + port).close());

    assertThat(error)
        .isInstanceOf(BackendException.Unreachable.class)
        .hasMessageStartingWith("http://127.0.0.1:" + port + " cannot be reached")
        .hasMessageContaining("start the server there, or check host and port");
  }

  @Test
  void whoHangsUpIsThereButDoesNotAnswer() {
    BackendException error = refusal(RawServer.start((request, wire) -> {}), "");

    assertThat(error)
        .isInstanceOf(BackendException.Unreachable.class)
        .hasMessageContaining("closed the connection without an answer")
        .hasMessageNotContaining("cannot be reached");
  }

  @Test
  void messagesNameTheUsualPortToo() {
    assertThat(HttpAddress.parse("http://box/v1#m").withPort()).isEqualTo("http://box:80");
    assertThat(HttpAddress.parse("https://[::1]/api").withPort())
        .isEqualTo("https://[::1]:443/api");
    assertThat(HttpAddress.parse("http://box:8080").withPort()).isEqualTo("http://box:8080");
  }

  @Test
  void aSilentServerDoesNotHoldUsLong() {
    long before = System.nanoTime();
    BackendException error = refusal(RawServer.start((request, wire) -> wire.awaitHangUp()), "");

    assertThat(error).isInstanceOf(BackendException.Unreachable.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://", "http://host:99999", "https://ho st/"})
  void whatIsNoAddressIsRefused(String uri) {
    BackendException error =
        catchThrowableOfType(BackendException.class, () -> factory.connect(uri).close());

    assertThat(error)
        .isInstanceOf(BackendException.UnknownBackend.class)
        .hasMessageContaining("http://127.0.0.1:8080#model");
  }

  @Test
  void theRegistryHandsHttpAddressesToIt() throws IOException {
    try (RawServer server = serving(Map.of("/v1/models", recorded("vllm-0.32.0-cpu/get-models")));
        BackendRegistry registry = BackendRegistry.open(Ticker.system());
        VlmBackend backend = registry.connect(server.uri())) {
      assertThat(backend.card().server()).isEqualTo("vLLM");
    }
  }
}
