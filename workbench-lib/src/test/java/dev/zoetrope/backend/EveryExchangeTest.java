package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.TokenUsage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded answer of every server, over a socket, through the dialect that it belongs to.
 * What must come out stands in wire/exchanges.jsonl and was read out of the recordings by another
 * program; what we would send for the recorded question must hold all that was sent then. A
 * recording that nothing here reads has its reason there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryExchangeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] NOT_FOUND =
      "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 9\r\n\r\nnot found"
          .getBytes(StandardCharsets.UTF_8);

  private final HttpPool pool = new HttpPool(HttpLimits.usual());

  @AfterAll
  void close() {
    pool.close();
  }

  /** A row of the table. */
  record Row(JsonNode json) {
    String text(String field) {
      return json.path(field).asText();
    }

    JsonNode of(String field) {
      return json.path(field);
    }

    boolean streamed() {
      return json.path("stream").asBoolean();
    }

    @Override
    public String toString() {
      return text("file");
    }
  }

  private static List<Row> rows() {
    try (InputStream in = EveryExchangeTest.class.getResourceAsStream("/wire/exchanges.jsonl")) {
      List<Row> rows = new ArrayList<>();
      for (String line :
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .split("\n")) {
        rows.add(new Row(JSON.readTree(line)));
      }
      return rows;
    } catch (IOException e) {
      throw new IllegalStateException("the table is not readable", e);
    }
  }

  private static Stream<Row> having(String field) {
    return rows().stream().filter(row -> row.json().has(field));
  }

  static Stream<Row> answers() {
    return having("answer");
  }

  static Stream<Row> errors() {
    return having("error");
  }

  static Stream<Row> counts() {
    return having("counted");
  }

  static Stream<Row> loadings() {
    return having("loading");
  }

  @Test
  void everyRecordingIsInTheTableAndIsReplayedOrHasItsReason() throws Exception {
    assertThat(rows().stream().map(Row::toString).toList())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(recordings());
    assertThat(rows())
        .allSatisfy(
            row ->
                assertThat(Stream.of("answer", "error", "counted", "loading", "page", "skip"))
                    .as("%s", row)
                    .filteredOn(field -> row.json().has(field))
                    .hasSize(1));
    assertThat(having("skip")).allSatisfy(row -> assertThat(row.text("skip")).isNotBlank());
  }

  private static TreeSet<String> recordings() throws IOException, URISyntaxException {
    URL table = Objects.requireNonNull(EveryExchangeTest.class.getResource("/wire"));
    Path root = Path.of(table.toURI());
    try (Stream<Path> files = Files.walk(root)) {
      TreeSet<String> names = new TreeSet<>();
      files
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".http"))
          .forEach(name -> names.add(name.substring(0, name.length() - 5)));
      return names;
    }
  }

  /** What one replay brought. */
  private record Replay(Completion answer, List<TokenEvent> events, List<String> requests) {}

  private static WireServer server(Row row, String uri) {
    String path = row.text("path");
    WireServer.Engine engine = WireServer.Engine.valueOf(row.text("engine"));
    String model =
        row.of("request")
            .path("model")
            .asText(path.replaceFirst(".*/(models|deployments)/([^/:?]+).*", "$2"));
    String suffix =
        engine == WireServer.Engine.AZURE ? path.replaceFirst("/chat/completions", "") : "";
    return new WireServer(
        HttpAddress.parse(uri + suffix),
        engine,
        Optional.of("0.33.0").filter(v -> !row.toString().contains("0.17.4")).or(Row017::version),
        model.startsWith("/") ? "tinyvlm" : model,
        List.of("tinyvlm"),
        OptionalInt.empty(),
        true,
        true);
  }

  /** The one old Ollama, whose own runner encodes pictures outside its prompt time. */
  private static final class Row017 {
    static Optional<String> version() {
      return Optional.of("0.17.4");
    }
  }

  private static Dialect dialect(Row row, WireServer server) {
    return switch (row.text("by")) {
      case "openai" -> new OpenAiDialect(server);
      case "anthropic" -> new AnthropicDialect(server);
      case "responses" -> new ResponsesDialect(server);
      case "gemini" -> new GeminiDialect(server);
      case "ollama" -> new OllamaDialect(server, false, Optional.empty());
      default -> throw new IllegalArgumentException(row.text("by"));
    };
  }

  private VlmBackend backend(Row row, String uri) {
    return new WireBackend(
        dialect(row, server(row, uri)),
        pool,
        new HttpKeys(name -> Optional.empty()),
        Ticker.system());
  }

  private static VlmRequest question(Row row, boolean streamed) {
    if (row.json().has("request")) {
      return new RecordedQuestion(row.text("by"), row.of("request")).asked(streamed);
    }
    VlmRequest any = Pictures.ask(0, "What color is the circle?", 24);
    return streamed ? any : any.inOnePiece();
  }

  /** The first request gets the recording; what we count after it is answered by nobody. */
  private Replay replay(Row row, byte[] answer) throws InterruptedException {
    List<TokenEvent> events = new ArrayList<>();
    boolean streamed = row.json().has("answer") ? row.streamed() : row.text("file").contains("str");
    List<String> asked = new CopyOnWriteArrayList<>();
    try (RawServer server =
            RawServer.start(
                (request, wire) -> {
                  asked.add(request);
                  wire.send(asked.size() == 1 ? answer : NOT_FOUND);
                });
        VlmBackend backend = backend(row, server.uri());
        TokenStream stream = backend.stream(question(row, streamed))) {
      return new Replay(stream.read(events::add), events, asked);
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void anAnswerIsReadAsItWasMeant(Row row) throws InterruptedException {
    Recorded recorded = Recorded.of(row.toString());
    Replay whole = replay(row, recorded.untilClose());
    answered(row, whole);
    asked(row, whole.requests().get(0));
    answered(row, replay(row, recorded.chunked(7)));
  }

  private static void answered(Row row, Replay replay) {
    JsonNode wanted = row.of("answer");
    Completion answer = replay.answer();
    assertThat(answer.text()).isEqualTo(wanted.path("text").asText());
    assertThat(answer.finish().name()).isEqualTo(wanted.path("finish").asText());
    counted(wanted.path("usage"), answer.usage());
    timed(wanted.path("timings"), answer.serverTimings());
    assertThat(answer.timeline().deltas()).hasSize(wanted.path("deltas").asInt());
    assertThat(replay.events())
        .as("pieces of text")
        .filteredOn(TokenEvent.Delta.class::isInstance)
        .hasSize(row.streamed() ? wanted.path("deltas").asInt() : 1)
        .noneMatch(event -> ((TokenEvent.Delta) event).text().isEmpty());
    assertThat(replay.events())
        .filteredOn(TokenEvent.Role.class::isInstance)
        .hasSize(wanted.path("role").asInt());
    assertThat(replay.events())
        .filteredOn(TokenEvent.Progress.class::isInstance)
        .hasSize(wanted.path("progress").asInt());
    assertThat(replay.events()).noneMatch(TokenEvent.Failed.class::isInstance);
  }

  /** No more and no less than was told. */
  private static void counted(JsonNode wanted, TokenUsage usage) {
    assertThat(usage.prompt()).as("prompt").isEqualTo(whole(wanted, "prompt"));
    assertThat(usage.cached()).as("cached").isEqualTo(whole(wanted, "cached"));
    assertThat(usage.completion()).as("completion").isEqualTo(whole(wanted, "completion"));
    assertThat(usage.vision()).as("vision").isEqualTo(whole(wanted, "vision"));
    assertThat(usage.reasoning()).as("reasoning").isEqualTo(whole(wanted, "reasoning"));
  }

  private static OptionalInt whole(JsonNode from, String field) {
    return from.has(field) ? OptionalInt.of(from.path(field).asInt()) : OptionalInt.empty();
  }

  private static void timed(JsonNode wanted, Optional<ServerTimings> told) {
    if (wanted.isMissingNode()) {
      assertThat(told).isEmpty();
      return;
    }
    ServerTimings timings = told.orElseThrow();
    assertThat(timings.source().name()).isEqualTo(wanted.path("source").asText());
    assertThat(timings.promptTokens()).isEqualTo(whole(wanted, "prompt"));
    assertThat(timings.cachedTokens()).isEqualTo(whole(wanted, "cached"));
    assertThat(timings.predictedTokens()).isEqualTo(whole(wanted, "predicted"));
    near(wanted, "promptMs", timings.promptMillis());
    near(wanted, "predictedMs", timings.predictedMillis());
    near(wanted, "queueMs", timings.queueMillis());
    near(wanted, "loadMs", timings.loadMillis());
    near(wanted, "restMs", timings.restMillis());
  }

  private static void near(JsonNode wanted, String field, OptionalDouble told) {
    assertThat(told.isPresent()).as(field).isEqualTo(wanted.has(field));
    told.ifPresent(
        millis ->
            assertThat(millis).as(field).isCloseTo(wanted.path(field).asDouble(), within(0.001)));
  }

  /** What a server answered to then is in what we send. */
  private static void asked(Row row, String request) {
    if (row.json().has("request")) {
      assertThat(request).startsWith(row.text("method") + " " + row.text("path") + " ");
      assertThat(
              new RecordedQuestion(row.text("by"), row.of("request"))
                  .lacking(WireRig.body(request)))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void aComplaintIsUnderstood(Row row) {
    List<BackendException> errors = new ArrayList<>();
    for (byte[] answer :
        List.of(Recorded.of(row.toString()).untilClose(), Recorded.of(row.toString()).chunked(7))) {
      errors.add(catchThrowableOfType(BackendException.class, () -> replay(row, answer)));
    }
    assertThat(errors)
        .allSatisfy(
            error -> {
              JsonNode wanted = row.of("error");
              assertThat(error.code()).isEqualTo(wanted.path("code").asText());
              assertThat(error).hasMessageContaining(wanted.path("says").asText());
              assertThat(error.getMessage()).endsWith(".").doesNotContain("\n");
              detailed(wanted, error);
            });
  }

  private static void detailed(JsonNode wanted, BackendException error) {
    if (error instanceof BackendException.Rejected rejected) {
      assertThat(rejected.status()).isEqualTo(wanted.path("status").asInt());
    } else if (error instanceof BackendException.ContextOverflow overflow) {
      assertThat(overflow.needed()).isEqualTo(whole(wanted, "needed"));
      assertThat(overflow.available()).isEqualTo(whole(wanted, "available"));
    } else if (error instanceof BackendException.TooManyImages many) {
      assertThat(many.most()).isEqualTo(wanted.path("most").asInt());
    }
  }

  @ParameterizedTest
  @MethodSource("counts")
  void aCountIsAskedForAndReadAsItWasMeant(Row row) {
    Dialect dialect = dialect(row, server(row, "http://127.0.0.1:8080"));
    Counting counting = dialect.counting(question(row, false)).orElseThrow();
    JsonNode answer = WireRig.body("\r\n\r\n" + Recorded.of(row.toString()).text());

    assertThat(counting.url().encodedPath()).isEqualTo(row.text("path"));
    assertThat(dialect.counted(answer)).hasValue(row.of("counted").asInt());
  }

  @ParameterizedTest
  @MethodSource("loadings")
  void aModelIsLoadedByAQuestionWithoutWords(Row row) throws InterruptedException {
    try (RawServer server = RawServer.always(Recorded.of(row.toString()).untilClose());
        VlmBackend backend = backend(row, server.uri())) {
      assertThat(backend.prepare()).isPresent();
      assertThat(WireRig.body(server.requests().get(0)).path("messages")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llama-server-b11434, llama.cpp, tinyvlm, 1024, true",
    "vllm-0.32.0-cpu, vLLM, tinyvlm, 1024, true",
    "ollama-0.33.0, Ollama, tinyvlm:latest, 2048, true",
    "ollama-0.17.4, Ollama, tinyvlm:latest, 2048, true",
    "litellm-1.106.2, LiteLLM, tinyvlm, , true",
  })
  void whatAServerSaysOfItselfBecomesItsCard(
      String folder, String engine, String model, Integer context, boolean vision) {
    Map<String, Row> pages = new HashMap<>();
    List<Row> told = having("page").filter(row -> row.toString().startsWith(folder)).toList();
    told.forEach(row -> pages.putIfAbsent(row.text("method") + " " + row.text("path"), row));
    try (WireRig rig = new WireRig()) {
      pages.forEach((route, row) -> rig.on(route, row.toString()));
      try (VlmBackend backend = rig.connect("")) {
        BackendCard card = backend.card();
        assertThat(card.server()).isEqualTo(engine);
        assertThat(card.model()).isEqualTo(model);
        assertThat(card.contextLength())
            .isEqualTo(context == null ? OptionalInt.empty() : OptionalInt.of(context));
        assertThat(card.vision()).isEqualTo(vision);
      }
      assertThat(pages.keySet())
          .allSatisfy(route -> assertThat(rig.requests(route)).as(route).isNotEmpty());
    }
  }
}
