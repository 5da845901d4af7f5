package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.CacheState;
import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real llama-server. */
class LlamaServerIT {
  @RegisterExtension static final LlamaServer LLAMA = LlamaServer.vision();

  private final Map<String, String> environment = new HashMap<>();
  private final WireFactory factory =
      new WireFactory(Ticker.system(), name -> Optional.ofNullable(environment.get(name)));
  private final List<TokenEvent> events = new ArrayList<>();

  @AfterEach
  void close() {
    factory.close();
  }

  private Completion ask(String uri, VlmRequest request) throws InterruptedException {
    try (VlmBackend backend = factory.connect(uri);
        TokenStream stream = backend.stream(request)) {
      return stream.read(events::add);
    }
  }

  private BackendException fault(String uri, VlmRequest request) {
    return catchThrowableOfType(BackendException.class, () -> ask(uri, request));
  }

  @Test
  void saysWhatItIs() {
    try (VlmBackend backend = factory.connect(LLAMA.uri() + "/v1")) {
      BackendCard card = backend.card();

      assertThat(card.server()).isEqualTo("llama.cpp");
      assertThat(card.model()).isEqualTo("tinyvlm");
      assertThat(card.vision()).isTrue();
      assertThat(card.host()).isEqualTo(BackendCard.THIS_MACHINE);
      assertThat(card.contextLength()).hasValue(2048);
      assertThat(card.version()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,11", "1,50", "2,88", "4,164"})
  void streamsAnAnswerAboutSoManyPictures(int images, int promptTokens)
      throws InterruptedException {
    Completion answer = ask(LLAMA.uri(), Pictures.ask(images, "Describe what happens.", 24));
    ServerTimings timings = answer.serverTimings().orElseThrow();
    Timeline line = answer.timeline();

    assertThat(answer.text()).isNotBlank();
    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage().prompt()).hasValue(promptTokens);
    assertThat(answer.usage().cached()).hasValue(0);
    assertThat(timings.promptTokens()).hasValue(promptTokens);
    assertThat(timings.promptMillis().orElseThrow()).isPositive();
    assertThat(answer.usage().completion()).isEqualTo(timings.predictedTokens());
    assertThat(line.deltas()).isSorted().hasSizeBetween(1, timings.predictedTokens().orElseThrow());
    assertThat((line.deltas().get(0) - line.start()) / 1e6)
        .isGreaterThanOrEqualTo(timings.promptMillis().orElseThrow());
    assertThat(line.end().orElseThrow()).isGreaterThanOrEqualTo(line.deltas().get(0));
  }

  @Test
  void aProbeFindsOutWhatItDoes() throws InterruptedException {
    try (VlmBackend backend = factory.connect(LLAMA.uri())) {
      Capabilities known = backend.probe(ProbeDepth.FULL, (what, number, of) -> {});

      assertThat(
              List.of(
                  Trait.PICTURES,
                  Trait.SEVERAL_PICTURES,
                  Trait.ALL_SEEN,
                  Trait.KEPT_APART,
                  Trait.REFUSES_OVERFLOW,
                  Trait.PROMPT_CACHE))
          .allMatch(known::isProven);
      assertThat(known.maxImages()).hasValue(53);
      assertThat(known.costs())
          .extracting(Capabilities.PictureCost::tokens)
          .containsExactly(39, 39, 39, 39);
    }
  }

  @Test
  void theSameQuestionAgainIsReadInFullAndAnsweredAlike() throws InterruptedException {
    VlmRequest question = Pictures.ask(2, "Describe what happens.", 24);
    Completion first = ask(LLAMA.uri(), question);
    Completion second = ask(LLAMA.uri(), question);

    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.serverTimings().orElseThrow().cachedTokens()).hasValue(0);
    assertThat(second.serverTimings().orElseThrow().promptTokens()).hasValue(88);
  }

  @Test
  void whatIsWantedOfItsCacheIsDoneAndSeenInItsCount() throws InterruptedException {
    VlmRequest question = Pictures.ask(2, "Describe what happens.", 24);
    ask(LLAMA.uri(), question.withCache(CachePolicy.WARM));
    Completion warm = ask(LLAMA.uri(), question.withCache(CachePolicy.WARM));
    Completion cold = ask(LLAMA.uri(), question.withCache(CachePolicy.COLD));

    assertThat(cache(warm).verdict()).isEqualTo(CacheState.Verdict.CACHED);
    assertThat(cache(warm).cached().getAsInt()).isGreaterThan(80);
    assertThat(cache(warm).isBroken()).isFalse();
    assertThat(cache(cold).verdict()).isEqualTo(CacheState.Verdict.COLD);
    assertThat(cache(cold).means()).containsExactly("cache_prompt: false");
    assertThat(cold.text()).as("not a letter of the question was changed").isEqualTo(warm.text());
  }

  private static CacheState cache(Completion told) {
    return told.conditions().orElseThrow().cache().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages,true",
    "/v1/messages,false",
    "/v1/responses,true",
    "/v1/responses,false",
    "'',false"
  })
  void itsOtherProtocolsGiveTheSameAnswer(String path, boolean streamed)
      throws InterruptedException {
    VlmRequest question = Pictures.ask(2, "Describe what happens.", 24);
    Completion chat = ask(LLAMA.uri(), question);
    Completion other = ask(LLAMA.uri() + path, streamed ? question : question.inOnePiece());

    assertThat(other.text()).isEqualTo(chat.text());
    assertThat(other.usage().prompt()).isEqualTo(chat.usage().prompt());
    assertThat(other.usage().vision()).hasValue(77);
    assertThat(chat.usage().vision()).hasValue(77);
    assertThat(chat.usage().visionByDifference()).isTrue();
    assertThat(other.timeline().deltas().isEmpty()).isEqualTo(!streamed);
  }

  @ParameterizedTest
  @CsvSource({"''", "/v1/messages", "/v1/responses"})
  void earlierTurnsAndASystemPromptAreTaken(String path) throws InterruptedException {
    VlmRequest talk =
        Pictures.ask(1, "And now?", 8)
            .withSystem("Be brief.")
            .withHistory(
                List.of(
                    new VlmRequest.Turn(
                        VlmRequest.Speaker.USER, List.of(new ContentPart.Text("What is it?"))),
                    new VlmRequest.Turn(
                        VlmRequest.Speaker.MODEL, List.of(new ContentPart.Text("A circle.")))));

    assertThat(ask(LLAMA.uri() + path, talk).usage().prompt().orElseThrow()).isGreaterThan(50);
  }

  @Test
  void tellsHowFarItHasReadThePrompt() throws InterruptedException {
    Completion answer = ask(LLAMA.uri(), Pictures.ask(4, "Describe what happens.", 24));
    Reading each =
        Metrics.of(
                new Observation(
                    answer.timeline(),
                    answer.usage(),
                    answer.serverTimings(),
                    Optional.empty(),
                    answer.conditions()))
            .get("image_prompt_time");

    assertThat(each)
        .isInstanceOfSatisfying(
            Reading.Value.class,
            value ->
                assertThat(value.value())
                    .isPositive()
                    .isLessThan(answer.serverTimings().orElseThrow().promptMillis().orElseThrow()));
    assertThat(events)
        .filteredOn(TokenEvent.Progress.class::isInstance)
        .extracting(event -> ((TokenEvent.Progress) event).processed())
        .hasSizeGreaterThanOrEqualTo(4)
        .isSorted()
        .endsWith(164);
  }

  @ParameterizedTest
  @CsvSource({
    "'',true",
    "'',false",
    "/v1/messages,true",
    "/v1/messages,false",
    "/v1/responses,true",
    "/v1/responses,false"
  })
  void theTokenLimitEndsIt(String path, boolean streamed) throws InterruptedException {
    VlmRequest question = Pictures.ask(1, "Describe what happens.", 2);
    Completion answer = ask(LLAMA.uri() + path, streamed ? question : question.inOnePiece());

    assertThat(answer.finish()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.usage().completion()).hasValue(2);
  }

  @Test
  void aCancelledPromptIsDroppedByTheServer() throws Exception {
    double before = metric("llamacpp:tokens_predicted_total");
    try (VlmBackend backend = factory.connect(LLAMA.uri());
        TokenStream stream = backend.stream(Pictures.ask(40, "Describe what happens.", 24))) {
      Consumer<TokenEvent> closer =
          event -> {
            if (event instanceof TokenEvent.Progress progress && progress.processed() > 0) {
              cancel(stream);
            }
          };
      Completion answer = stream.read(closer);

      assertThat(answer.finish()).isEqualTo(FinishReason.CANCELLED);
      assertThat(answer.text()).isEmpty();
    }
    awaitIdle();
    assertThat(metric("llamacpp:tokens_predicted_total")).isEqualTo(before);
    assertThat(ask(LLAMA.uri(), Pictures.ask(1, "Describe what happens.", 24)).text()).isNotBlank();
  }

  @Test
  void aNameThatTheServerDoesNotHaveIsNotAsked() {
    BackendException error =
        fault(LLAMA.uri() + "#tinyvml", Pictures.ask(0, "Describe what happens.", 24));

    assertThat(error)
        .isInstanceOf(BackendException.ModelNotFound.class)
        .hasMessageContaining("Did you mean tinyvlm?");
  }

  @Test
  void aBrokenPictureIsRefused() {
    EncodedImage broken = EncodedImage.of("no picture".getBytes(), "image/png", 8, 8);
    BackendException error =
        fault(
            LLAMA.uri(),
            new VlmRequest(
                List.of(new ContentPart.Image(broken), new ContentPart.Text("What?")),
                Sampling.greedy(8)));

    assertThat(error)
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("Failed to load image");
  }

  @Test
  void aPromptOfAMegabyteOverflowsTheContext() {
    BackendException error = fault(LLAMA.uri(), Pictures.ask(1, "word ".repeat(200_000), 8));

    assertThat(error)
        .isInstanceOf(BackendException.ContextOverflow.class)
        .hasMessageContaining("2048 fit")
        .hasMessageContaining("send fewer or smaller pictures");
    assertThat(error.getMessage()).hasSizeLessThan(600);
  }

  @Test
  void twoStreamsRunAtOnce() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try (VlmBackend backend = factory.connect(LLAMA.uri())) {
      List<Future<Completion>> answers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        answers.add(
            readers.submit(
                () -> {
                  VlmRequest question = Pictures.ask(4, "Describe what happens.", 24);
                  try (TokenStream stream = backend.stream(question)) {
                    return stream.read(event -> {});
                  }
                }));
      }
      for (Future<Completion> answer : answers) {
        assertThat(answer.get(200, TimeUnit.SECONDS).usage().prompt()).hasValue(164);
      }
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void withoutItsProjectorItIsSentNoPictures() throws InterruptedException {
    try (LlamaServer text = LlamaServer.textOnly().start()) {
      BackendException error = fault(text.uri(), Pictures.ask(1, "Describe what happens.", 24));

      assertThat(error)
          .isInstanceOf(BackendException.NotVision.class)
          .hasMessageContaining("--mmproj");
      assertThat(ask(text.uri(), Pictures.ask(0, "Hello.", 4)).finish()).isNotNull();
    }
  }

  @Test
  void itsOwnRefusalOfPicturesIsUnderstoodToo() {
    try (LlamaServer text = LlamaServer.textOnly().start();
        OpenAiRig believing = OpenAiRig.on(text.uri()).as(WireServer.Engine.LLAMA_CPP)) {
      BackendException error =
          catchThrowableOfType(
              BackendException.class, () -> believing.ask(Pictures.ask(1, "What?", 8)));

      assertThat(error).isInstanceOf(BackendException.NotVision.class);
    }
  }

  @Test
  void aKeyIsAskedForAndTaken() throws InterruptedException {
    try (LlamaServer locked = LlamaServer.vision().with("--api-key", "canary").start()) {
      BackendException error = fault(locked.uri(), Pictures.ask(0, "Hello.", 4));
      environment.put("ZOETROPE_API_KEY", "canary");
      environment.put("ZOETROPE_API_KEY_HOST", "127.0.0.1");

      assertThat(error)
          .isInstanceOf(BackendException.Unauthorized.class)
          .hasMessageContaining("ZOETROPE_API_KEY_HOST");
      assertThat(ask(locked.uri(), Pictures.ask(1, "Hello.", 4)).finish()).isNotNull();
    }
  }

  @Test
  void aServerKilledWhileItReadsThePromptIsAnError() {
    try (LlamaServer doomed = LlamaServer.vision().start();
        VlmBackend backend = factory.connect(doomed.uri());
        TokenStream stream = backend.stream(Pictures.ask(40, "Describe what happens.", 24))) {
      Consumer<TokenEvent> killer =
          event -> {
            if (event instanceof TokenEvent.Progress) {
              doomed.kill();
            }
          };
      BackendException error =
          catchThrowableOfType(BackendException.class, () -> stream.read(killer));

      assertThat(error)
          .isInstanceOf(BackendException.MalformedStream.class)
          .hasMessageContaining("cut its answer off");
    }
  }

  private static void cancel(TokenStream stream) {
    stream.close();
  }

  private static String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(LLAMA.uri() + path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static double metric(String name) throws IOException, InterruptedException {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitIdle() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (get("/slots").contains("\"is_processing\":true")) {
      assertThat(System.nanoTime()).as("the server goes on").isLessThan(deadline);
    }
  }
}
