package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.media.EncodedVideo;
import dev.zoetrope.metrics.CacheState;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real vLLM and a real transformers serve: one family of engines, one form of prompt. */
@Tag("servers")
class HfServersIT {
  @RegisterExtension static final HfServers SERVERS = new HfServers();

  private final WireFactory factory = new WireFactory(Ticker.system(), name -> Optional.empty());

  @AfterEach
  void close() {
    factory.close();
  }

  private Completion ask(String uri, VlmRequest request) throws InterruptedException {
    try (VlmBackend backend = factory.connect(uri);
        TokenStream stream = backend.stream(request)) {
      return stream.read(event -> {});
    }
  }

  private BackendException fault(String uri, VlmRequest request) {
    return catchThrowableOfType(BackendException.class, () -> ask(uri, request));
  }

  private BackendCard card(String uri) {
    try (VlmBackend backend = factory.connect(uri)) {
      return backend.card();
    }
  }

  private static VlmRequest describe(int images) {
    return Pictures.ask(images, "Describe what happens.", 24);
  }

  @Test
  void vllmSaysWhatItIs() {
    BackendCard card = card(SERVERS.vllm());

    assertThat(card.server()).isEqualTo("vLLM");
    assertThat(card.version()).contains(HfServers.VLLM_VERSION);
    assertThat(card.model()).isEqualTo("tinyvlm");
    assertThat(card.contextLength()).hasValue(1024);
  }

  @Test
  void transformersServeIsKnownByItsPages() {
    assertThat(card(SERVERS.transformers()).server()).isEqualTo("transformers serve");
  }

  @Test
  void transformersServeWantsTheNameThatItWasStartedWith() {
    String root = SERVERS.transformers().replaceFirst("#.*", "");

    assertThat(catchThrowableOfType(BackendException.class, () -> card(root)))
        .isInstanceOf(BackendException.ModelNotFound.class)
        .hasMessageContaining("behind a #");
    assertThat(fault(root + "#other", describe(0)))
        .isInstanceOf(BackendException.ModelNotFound.class);
  }

  @ParameterizedTest
  @CsvSource({"0,11", "1,30", "2,49", "4,87"})
  void vllmCountsPicturesAndTimesItself(int images, int promptTokens) throws InterruptedException {
    Completion told = ask(SERVERS.vllm(), describe(images));
    ServerTimings timings = told.serverTimings().orElseThrow();

    assertThat(told.text()).isNotBlank();
    assertThat(told.finish()).isEqualTo(FinishReason.STOP);
    assertThat(told.usage().prompt()).hasValue(promptTokens);
    assertThat(timings.source()).isEqualTo(ServerTimings.Source.VLLM);
    assertThat(timings.promptMillis().orElseThrow()).isPositive();
    assertThat(timings.queueMillis()).isPresent();
    assertThat(told.usage().cached()).isPresent();
    if (images > 0) {
      assertThat(told.usage().vision()).hasValue(19 * images);
      assertThat(told.usage().visionByDifference()).isFalse();
    }
    assertThat(told.timeline().deltas()).isSorted().isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,11", "1,30", "2,49", "4,87"})
  void transformersServeCountsTheSame(int images, int promptTokens) throws InterruptedException {
    Completion told = ask(SERVERS.transformers(), describe(images));

    assertThat(told.finish()).isEqualTo(FinishReason.STOP);
    assertThat(told.usage().prompt()).hasValue(promptTokens);
    assertThat(told.serverTimings()).isEmpty();
    assertThat(told.timeline().deltas()).isSorted().isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4})
  void oneFamilyGivesOneText(int images) throws InterruptedException {
    String vllm = ask(SERVERS.vllm(), describe(images)).text();

    assertThat(ask(SERVERS.transformers(), describe(images)).text()).isEqualTo(vllm);
    assertThat(ask(SERVERS.vllm(), describe(images).inOnePiece()).text()).isEqualTo(vllm);
    assertThat(ask(SERVERS.transformers(), describe(images).inOnePiece()).text()).isEqualTo(vllm);
    assertThat(ask(SERVERS.vllm() + "/v1/messages", describe(images)).text()).isEqualTo(vllm);
    assertThat(ask(SERVERS.vllm() + "/v1/responses", describe(images)).text()).isEqualTo(vllm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v1/messages", "/v1/responses"})
  void theTokenLimitEndsVllmsAnswer(String path) throws InterruptedException {
    VlmRequest question = Pictures.ask(1, "Describe what happens.", 2);

    for (VlmRequest asked : List.of(question, question.inOnePiece())) {
      assertThat(ask(SERVERS.vllm() + path, asked).finish()).isEqualTo(FinishReason.LENGTH);
    }
  }

  @Test
  void theTokenLimitEndsTheAnswerOfTransformersServe() throws InterruptedException {
    VlmRequest question = Pictures.ask(1, "Describe what happens.", 2);

    for (VlmRequest asked : List.of(question, question.inOnePiece())) {
      assertThat(ask(SERVERS.transformers(), asked).finish()).isEqualTo(FinishReason.LENGTH);
    }
  }

  @Test
  void theEmbeddedEngineIsOfThisFamily() throws InterruptedException {
    try (BackendRegistry registry = BackendRegistry.open(Ticker.system());
        VlmBackend tiny = registry.connect("embedded:tiny");
        TokenStream stream = tiny.stream(describe(4))) {
      Completion embedded = stream.read(event -> {});
      Completion told = ask(SERVERS.vllm(), describe(4));

      assertThat(embedded.text()).isEqualTo(told.text());
      assertThat(embedded.usage().prompt()).isEqualTo(told.usage().prompt());
    }
  }

  @Test
  void vllmsCacheOfPromptsIsWantedWarmAndCold() throws InterruptedException {
    VlmRequest question = Pictures.ask(1, "Tell me more of it. ".repeat(40), 4);
    ask(SERVERS.vllm(), question.withCache(CachePolicy.WARM));
    Completion warm = ask(SERVERS.vllm(), question.withCache(CachePolicy.WARM));
    Completion cold = ask(SERVERS.vllm(), question.withCache(CachePolicy.COLD));

    assertThat(verdict(warm)).isEqualTo(CacheState.Verdict.CACHED);
    assertThat(verdict(cold)).isEqualTo(CacheState.Verdict.COLD);
  }

  private static CacheState.Verdict verdict(Completion told) {
    return told.conditions().orElseThrow().cache().orElseThrow().verdict();
  }

  @Test
  void aCancelledAnswerIsDroppedByVllm() throws Exception {
    try (VlmBackend backend = factory.connect(SERVERS.vllm());
        TokenStream stream =
            backend.stream(
                Pictures.ask(4, "Describe what happens.", 800)
                    .withExtras(Map.of("ignore_eos", true)))) {
      Consumer<TokenEvent> closer =
          event -> {
            if (event instanceof TokenEvent.Delta) {
              stream.close();
            }
          };
      Completion told = stream.read(closer);

      assertThat(told.finish()).isEqualTo(FinishReason.CANCELLED);
      assertThat(told.text()).isNotEmpty();
    }
    awaitNoneRunning();
  }

  @Test
  void aCancelledAnswerOfTransformersServeLetsTheNextIn() throws InterruptedException {
    try (VlmBackend backend = factory.connect(SERVERS.transformers());
        TokenStream stream = backend.stream(describe(4))) {
      Consumer<TokenEvent> closer =
          event -> {
            if (event instanceof TokenEvent.Delta) {
              stream.close();
            }
          };
      assertThat(stream.read(closer).finish()).isEqualTo(FinishReason.CANCELLED);
    }
    assertThat(ask(SERVERS.transformers(), describe(1)).text()).isNotBlank();
  }

  @Test
  void vllmNamesTheMostPictures() {
    assertThat(fault(SERVERS.vllm(), describe(9)))
        .isInstanceOfSatisfying(
            BackendException.TooManyImages.class, error -> assertThat(error.most()).isEqualTo(8));
  }

  @Test
  void vllmRefusesAVideoForThisModelInWordsOfVideos() throws IOException {
    Path clip = TestTool.root().resolve("notebooks/clips/red-circle-right.mp4");
    VlmRequest question =
        new VlmRequest(
            List.of(
                new ContentPart.Video(EncodedVideo.of(Files.readAllBytes(clip))),
                new ContentPart.Text("What?")),
            Sampling.greedy(8));

    assertThat(fault(SERVERS.vllm(), question))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("video")
        .hasMessageNotContaining("takes no pictures");
    assertThat(fault(SERVERS.transformers(), question))
        .isInstanceOf(BackendException.Unsupported.class);
  }

  @Test
  void vllmRefusesWhatDoesNotFit() {
    assertThat(fault(SERVERS.vllm(), Pictures.ask(1, "word ".repeat(5_000), 8)))
        .isInstanceOf(BackendException.ContextOverflow.class)
        .hasMessageContaining("1024");
  }

  @Test
  void brokenPicturesAreRefusedByBoth() {
    EncodedImage broken = EncodedImage.of("no picture".getBytes(), "image/png", 8, 8);
    VlmRequest question =
        new VlmRequest(
            List.of(new ContentPart.Image(broken), new ContentPart.Text("What?")),
            Sampling.greedy(8));

    assertThat(fault(SERVERS.vllm(), question)).isInstanceOf(BackendException.Rejected.class);
    assertThat(fault(SERVERS.transformers(), question))
        .isInstanceOf(BackendException.Rejected.class);
  }

  @Test
  void aFieldThatTransformersServeDoesNotKnowIsNamed() {
    VlmRequest question = describe(0).withExtras(Map.of("cache_prompt", false));

    assertThat(fault(SERVERS.transformers(), question))
        .isInstanceOfSatisfying(
            BackendException.Rejected.class, error -> assertThat(error.status()).isEqualTo(422))
        .hasMessageContaining("cache_prompt");
  }

  @Test
  void aNameThatVllmDoesNotHaveIsNotAsked() {
    assertThat(fault(SERVERS.vllm() + "#tinyvml", describe(0)))
        .isInstanceOf(BackendException.ModelNotFound.class)
        .hasMessageContaining("Did you mean tinyvlm?");
  }

  @Test
  void aProbeFindsOutWhatVllmDoes() throws InterruptedException {
    try (VlmBackend backend = factory.connect(SERVERS.vllm())) {
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
      assertThat(known.maxImages()).hasValue(8);
      assertThat(known.isRefuted(Trait.VIDEO)).as(known.of(Trait.VIDEO).toString()).isTrue();
      assertThat(known.costs())
          .extracting(Capabilities.PictureCost::tokens)
          .containsExactly(19, 19, 19, 19);
    }
  }

  @Test
  void aShortProbeFindsOutWhatTransformersServeDoes() throws InterruptedException {
    try (VlmBackend backend = factory.connect(SERVERS.transformers())) {
      Capabilities known = backend.probe(ProbeDepth.SHORT, (what, number, of) -> {});

      assertThat(List.of(Trait.PICTURES, Trait.SEVERAL_PICTURES, Trait.ALL_SEEN, Trait.KEPT_APART))
          .allMatch(known::isProven);
      assertThat(known.costs()).extracting(Capabilities.PictureCost::tokens).containsOnly(19);
    }
  }

  private static void awaitNoneRunning() throws IOException, InterruptedException {
    HttpRequest metrics = HttpRequest.newBuilder(URI.create(SERVERS.vllm() + "/metrics")).build();
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String page = "";
    while (!page.lines().anyMatch(l -> l.matches("vllm:num_requests_running\\{.*} 0(\\.0)?"))) {
      assertThat(System.nanoTime()).as("vLLM goes on:\n" + page).isLessThan(deadline);
      page = HttpClient.newHttpClient().send(metrics, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
