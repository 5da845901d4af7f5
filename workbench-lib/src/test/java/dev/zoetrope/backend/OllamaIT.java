package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real Ollama, and against the llama-server that it runs inside. */
class OllamaIT {
  @RegisterExtension static final OllamaServer OLLAMA = new OllamaServer();
  @RegisterExtension static final LlamaServer LLAMA = LlamaServer.vision();

  private final WireFactory factory = new WireFactory(Ticker.system(), name -> Optional.empty());
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

  private static VlmRequest describe(int images) {
    return Pictures.ask(images, "Describe what happens.", 24);
  }

  @Test
  void saysWhatItIs() {
    try (VlmBackend backend = factory.connect(OLLAMA.uri() + "#tinyvlm")) {
      BackendCard card = backend.card();

      assertThat(card.server()).isEqualTo("Ollama");
      assertThat(card.version()).contains(OllamaServer.VERSION);
      assertThat(card.model()).isEqualTo("tinyvlm:latest");
      assertThat(card.vision()).isTrue();
      assertThat(card.contextLength()).hasValue(2048);
    }
  }

  @Test
  void aShortProbeFindsThatNoPictureIsLost() throws InterruptedException {
    try (VlmBackend backend = factory.connect(OLLAMA.uri())) {
      Capabilities known = backend.probe(ProbeDepth.SHORT, (what, number, of) -> {});

      assertThat(List.of(Trait.PICTURES, Trait.SEVERAL_PICTURES, Trait.ALL_SEEN, Trait.KEPT_APART))
          .allMatch(known::isProven);
      assertThat(known.costs())
          .extracting(Capabilities.PictureCost::tokens)
          .containsExactly(38, 38);
    }
  }

  /**
   * What happens to whoever speaks to it as to any server: each picture is a message, old ones go.
   */
  @Test
  void itsOtherEndpointDropsPicturesInSilenceAndAProbeFindsItOut() throws InterruptedException {
    try (OpenAiRig unaware = OpenAiRig.on(OLLAMA.uri());
        VlmBackend backend = unaware.backend()) {
      Completion four = unaware.ask(describe(4));
      Capabilities known = backend.probe(ProbeDepth.SHORT, (what, number, of) -> {});

      assertThat(four.finish()).isEqualTo(FinishReason.STOP);
      assertThat(four.usage().prompt().orElseThrow())
          .as("tokens of fewer than four pictures")
          .isLessThan(11 + 4 * 38);
      assertThat(known.isProven(Trait.PICTURES)).isTrue();
      assertThat(known.isRefuted(Trait.ALL_SEEN)).as(known.toString()).isTrue();
    }
  }

  @Test
  void itsLoadingIsAStatedTime() throws InterruptedException {
    try (VlmBackend backend = factory.connect(OLLAMA.uri())) {
      Optional<Timeline.Span> loading = backend.prepare();

      assertThat(loading.orElseThrow().millis()).isPositive();
      assertThat(backend.prepare()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,11", "1,49", "2,87", "4,163"})
  void streamsAnAnswerAboutSoManyPictures(int images, int promptTokens)
      throws InterruptedException {
    Completion answer = ask(OLLAMA.uri(), describe(images));
    ServerTimings timings = answer.serverTimings().orElseThrow();

    assertThat(answer.text()).isNotBlank();
    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage().prompt()).hasValue(promptTokens);
    assertThat(answer.usage().cached()).isEmpty();
    assertThat(timings.source()).isEqualTo(ServerTimings.Source.OLLAMA);
    assertThat(timings.promptMillis().orElseThrow()).isPositive();
    assertThat(timings.loadMillis()).isPresent();
    assertThat(answer.timeline().deltas()).isSorted().isNotEmpty();
    if (images > 0) {
      assertThat(answer.usage().vision()).hasValue(promptTokens - 11);
      assertThat(answer.usage().visionByDifference()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void answersAsTheServerThatItRunsInside(int images) throws InterruptedException {
    // One picture cannot tell what happens: the two guess by sums in another order.
    VlmRequest question = Pictures.ask(images, "What do you see?", 24);

    assertThat(ask(OLLAMA.uri(), question).text()).isEqualTo(ask(LLAMA.uri(), question).text());
  }

  @Test
  void picturesStandBetweenTheirLabels() throws InterruptedException {
    VlmRequest labelled =
        new VlmRequest(
            List.of(
                new ContentPart.Text("Frame 1: "),
                new ContentPart.Image(Pictures.circle(8)),
                new ContentPart.Text(" Frame 2: "),
                new ContentPart.Image(Pictures.circle(64)),
                new ContentPart.Text(" Which way does the red circle move?")),
            Sampling.greedy(24));
    Completion answer = ask(OLLAMA.uri(), labelled);

    assertThat(answer.text()).isNotBlank();
    assertThat(answer.usage().vision().orElseThrow()).isBetween(74, 80);
  }

  @Test
  void answersInOnePieceToo() throws InterruptedException {
    Completion whole = ask(OLLAMA.uri(), describe(2).inOnePiece());

    assertThat(whole.text()).isEqualTo(ask(OLLAMA.uri(), describe(2)).text());
    assertThat(whole.timeline().deltas()).isEmpty();
  }

  @Test
  void earlierTurnsKeepTheirPictures() throws InterruptedException {
    List<VlmRequest.Turn> history = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      history.add(new VlmRequest.Turn(VlmRequest.Speaker.USER, describe(2).parts()));
      history.add(
          new VlmRequest.Turn(
              VlmRequest.Speaker.MODEL, List.of(new ContentPart.Text("It moves."))));
    }
    Completion answer = ask(OLLAMA.uri(), describe(1).withHistory(history));

    assertThat(answer.usage().vision().orElseThrow()).isBetween(7 * 37, 7 * 40);
  }

  @Test
  void aCancelledQuestionEndsAtOnce() throws InterruptedException {
    try (VlmBackend backend = factory.connect(OLLAMA.uri());
        TokenStream stream = backend.stream(describe(16))) {
      Consumer<TokenEvent> closer =
          event -> {
            if (event instanceof TokenEvent.BodySent || event instanceof TokenEvent.Headers) {
              stream.close();
            }
          };
      assertThat(stream.read(closer).finish()).isEqualTo(FinishReason.CANCELLED);
    }
    assertThat(ask(OLLAMA.uri(), describe(1)).text()).isNotBlank();
  }

  @Test
  void aNameThatItDoesNotHaveIsNotAsked() {
    assertThat(fault(OLLAMA.uri() + "#tinyvml", describe(0)))
        .isInstanceOf(BackendException.ModelNotFound.class)
        .hasMessageContaining("Did you mean tinyvlm:latest?");
  }

  @Test
  void aPromptThatDoesNotFitIsRefusedAndNotCut() {
    assertThat(fault(OLLAMA.uri(), Pictures.ask(1, "word ".repeat(20_000), 8)))
        .isInstanceOf(BackendException.ContextOverflow.class);
  }

  @Test
  void aBrokenPictureIsRefused() {
    EncodedImage broken = EncodedImage.of("no picture".getBytes(), "image/png", 8, 8);
    VlmRequest question =
        new VlmRequest(
            List.of(new ContentPart.Image(broken), new ContentPart.Text("What?")),
            Sampling.greedy(8));

    assertThat(fault(OLLAMA.uri(), question))
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("Failed to load image");
  }
}
