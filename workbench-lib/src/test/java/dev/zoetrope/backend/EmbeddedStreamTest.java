package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import ai.onnxruntime.OrtEnvironment;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedStreamTest {
  private static final Ticker TICKER = Ticker.system();

  /** Many times the 200 ms that are promised, for a machine that does other things as well. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final BackendRegistry REGISTRY = BackendRegistry.open(TICKER);
  private static final VlmBackend TINY = REGISTRY.connect("embedded:tiny");

  private final List<TokenEvent> events = new ArrayList<>();

  @BeforeAll
  static void prepare() throws InterruptedException {
    TINY.prepare();
  }

  @AfterAll
  static void close() {
    TINY.close();
    REGISTRY.close();
  }

  @Test
  void eventsComeInTheOrderOfThePhases() throws InterruptedException {
    TINY.stream(EmbeddedFixtures.fourFrames()).read(events::add);

    assertThat(events.stream().map(event -> event.getClass().getSimpleName()))
        .containsExactly(
            "ImageEncoded",
            "ImageEncoded",
            "ImageEncoded",
            "ImageEncoded",
            "Prefilled",
            "Delta",
            "Delta",
            "Delta",
            "Delta",
            "Usage",
            "Finished");
    assertThat(events.stream().map(TokenEvent::atNanos).toList()).isSorted();
  }

  @Test
  void timelineHoldsEveryPhaseInsideItsRequest() throws InterruptedException {
    Timeline timeline = TINY.stream(EmbeddedFixtures.fourFrames()).read(event -> {}).timeline();

    assertThat(timeline.origin()).isEqualTo(Timeline.Origin.IN_PROCESS);
    assertThat(timeline.imageEncodes()).hasSize(4);
    assertThat(timeline.start()).isLessThan(timeline.imageEncodes().get(0).from());
    assertThat(timeline.imageEncodes().get(3).to())
        .isLessThanOrEqualTo(timeline.prefill().orElseThrow().from());
    assertThat(timeline.firstContent().orElseThrow())
        .isEqualTo(timeline.deltas().get(0))
        .isGreaterThanOrEqualTo(timeline.prefill().orElseThrow().to());
    assertThat(timeline.end().orElseThrow()).isGreaterThan(timeline.deltas().get(3));
    assertThat(timeline.bodySent()).isEmpty();
  }

  @Test
  void usageCountsTheEndTokenAndSixteenForAPicture() throws InterruptedException {
    Completion answer = TINY.stream(EmbeddedFixtures.fourFrames()).read(event -> {});

    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage().completion()).hasValue(answer.timeline().deltas().size() + 1);
    assertThat(answer.usage().vision()).hasValue(4 * 16);
    assertThat(answer.usage().cached()).hasValue(0);
  }

  @Test
  void theTokenLimitEndsAnAnswer() throws InterruptedException {
    VlmRequest request = new VlmRequest(EmbeddedFixtures.fourFrames().parts(), Sampling.greedy(2));
    Completion answer = TINY.stream(request).read(event -> {});

    assertThat(answer.finish()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.text()).isEqualTo(" It moves");
    assertThat(answer.usage().completion()).hasValue(2);
  }

  @Test
  void loadingIsStatedBeforeTheStart() throws InterruptedException {
    AtomicLong clock = new AtomicLong();
    EmbeddedPool pool = new EmbeddedPool(OrtEnvironment::getEnvironment);
    try (EmbeddedFactory factory =
        new EmbeddedFactory(clock::incrementAndGet, pool, EmbeddedFixtures.FILES)) {
      Timeline timeline =
          factory.connect("embedded:tiny").stream(EmbeddedFixtures.fourFrames())
              .read(events::add)
              .timeline();

      assertThat(events.get(0)).isInstanceOf(TokenEvent.Loaded.class);
      assertThat(timeline.load().orElseThrow().to()).isLessThan(timeline.start());
      assertThat(timeline.end().orElseThrow()).isEqualTo(clock.get());
    }
  }

  @Test
  void theSameSeedSaysTheSameAndAnotherOftenNot() throws InterruptedException {
    assertThat(sampled(1)).isEqualTo(sampled(1));
    assertThat(List.of(sampled(1), sampled(2), sampled(3), sampled(4)))
        .anySatisfy(text -> assertThat(text).isNotEqualTo(sampled(1)));
  }

  @Test
  void closingDuringAnEncodeEndsItAtOnce() throws Exception {
    assertThat(quickest(this::stopDuringAnEncode)).isLessThan(PATIENCE);
  }

  private Duration stopDuringAnEncode() throws InterruptedException {
    TokenStream stream = TINY.stream(EmbeddedFixtures.manyPictures());
    AtomicLong closed = new AtomicLong();
    Completion answer = closeAfter(TokenEvent.ImageEncoded.class, 3, stream, closed);
    Duration took = Duration.ofNanos(TICKER.nanos() - closed.get());

    assertThat(answer.finish()).isEqualTo(FinishReason.CANCELLED);
    assertThat(answer.text()).isEmpty();
    assertThat(answer.timeline().imageEncodes()).hasSizeBetween(3, 99);
    assertThat(answer.timeline().prefill()).isEmpty();
    return took;
  }

  @Test
  void closingDuringDecodeKeepsWhatWasSaid() throws InterruptedException {
    TokenStream stream = TINY.stream(EmbeddedFixtures.fourFrames());
    Completion answer =
        stream.read(
            event -> {
              events.add(event);
              if (event instanceof TokenEvent.Delta) {
                stream.close();
              }
            });

    assertThat(answer.finish()).isEqualTo(FinishReason.CANCELLED);
    assertThat(answer.text()).isEqualTo(" It");
    assertThat(answer.timeline().deltas()).hasSize(1);
    assertThat(events.get(events.size() - 1))
        .isEqualTo(
            new TokenEvent.Finished(answer.timeline().end().orElseThrow(), FinishReason.CANCELLED));
  }

  @Test
  void closingWhilePicturesAreReadEndsItAtOnce() throws Exception {
    EncodedImage large = EmbeddedLargePicture.jpeg(3000, 2000);
    List<ContentPart> parts = Collections.nCopies(30, new ContentPart.Image(large));
    VlmRequest request = new VlmRequest(parts, Sampling.greedy(8));

    long began = TICKER.nanos();
    TINY.stream(request).read(event -> {});
    Duration whole = Duration.ofNanos(TICKER.nanos() - began);

    assertThat(quickest(() -> stopWhilePicturesAreRead(request))).isLessThan(whole.dividedBy(2));
  }

  private static Duration stopWhilePicturesAreRead(VlmRequest request) throws Exception {
    TokenStream stream = TINY.stream(request);
    Future<Completion> answer = inBackground(stream);
    while (!isReadingPictures() && !answer.isDone()) {
      Thread.onSpinWait();
    }
    long closed = TICKER.nanos();
    stream.close();

    assertThat(answer.get().finish()).isEqualTo(FinishReason.CANCELLED);
    assertThat(answer.get().timeline().imageEncodes()).isEmpty();
    return Duration.ofNanos(TICKER.nanos() - closed);
  }

  @Test
  void closingWhileWeightsLoadDoesNotWaitForThem() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    EmbeddedPool slow = new EmbeddedPool(() -> stuck(loading, goOn));
    try (EmbeddedFactory factory = new EmbeddedFactory(TICKER, slow, EmbeddedFixtures.FILES)) {
      TokenStream stream = factory.connect("embedded:tiny").stream(EmbeddedFixtures.fourFrames());
      Future<Completion> answer = inBackground(stream);
      loading.await();

      long closed = TICKER.nanos();
      stream.close();

      assertThat(answer.get().finish()).isEqualTo(FinishReason.CANCELLED);
      assertThat(Duration.ofNanos(TICKER.nanos() - closed)).isLessThan(PATIENCE);
    } finally {
      goOn.countDown();
    }
  }

  @Test
  void closedBeforeItIsReadItAnswersNothing() throws InterruptedException {
    TokenStream stream = TINY.stream(EmbeddedFixtures.fourFrames());
    stream.close();
    stream.close();

    Completion answer = stream.read(events::add);

    assertThat(answer.finish()).isEqualTo(FinishReason.CANCELLED);
    assertThat(answer.text()).isEmpty();
    assertThat(events).noneMatch(TokenEvent.ImageEncoded.class::isInstance);
  }

  @Test
  void closingTheBackendStopsItsAnswers() throws InterruptedException {
    VlmBackend other = REGISTRY.connect("embedded:tiny");
    Completion answer =
        other.stream(EmbeddedFixtures.manyPictures())
            .read(
                event -> {
                  if (event instanceof TokenEvent.ImageEncoded) {
                    other.close();
                  }
                });

    assertThat(answer.finish()).isEqualTo(FinishReason.CANCELLED);
  }

  @Test
  void anInterruptStopsTheEngineToo() throws InterruptedException {
    TokenStream stream = TINY.stream(EmbeddedFixtures.manyPictures());

    assertThatThrownBy(
            () ->
                stream.read(
                    event -> {
                      events.add(event);
                      Thread.currentThread().interrupt();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(events).hasSize(1);
    awaitNoEngine();
    assertThat(TINY.stream(EmbeddedFixtures.fourFrames()).read(event -> {}).text())
        .isEqualTo(" It moves right.");
  }

  @Test
  void aSinkThatFailsStopsTheEngine() {
    TokenStream stream = TINY.stream(EmbeddedFixtures.manyPictures());
    Consumer<TokenEvent> broken =
        event -> {
          throw new IllegalArgumentException("full");
        };

    assertThatThrownBy(() -> stream.read(broken)).hasMessage("full");
    awaitNoEngine();
  }

  @Test
  void aStreamIsReadOnce() throws InterruptedException {
    TokenStream stream = TINY.stream(EmbeddedFixtures.fourFrames());
    stream.read(event -> {});

    assertThatThrownBy(() -> stream.read(event -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fourAtOnceSayWhatOneAloneSays() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Completion> ask = () -> TINY.stream(EmbeddedFixtures.fourFrames()).read(event -> {});
      for (Future<Completion> answer : threads.invokeAll(List.of(ask, ask, ask, ask))) {
        assertThat(answer.get().text()).isEqualTo(" It moves right.");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aPromptOfAMegabyteIsRefusedAtOnce() {
    VlmRequest request = EmbeddedFixtures.ask("x".repeat(1 << 20));

    // Work that grows with the square of the length would take minutes.
    assertTimeout(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> TINY.stream(request).read(events::add))
                .isInstanceOf(BackendException.ContextOverflow.class)
                .hasMessageContaining("at least")
                .hasMessageContaining("room for 2047"));
  }

  @Test
  void tooManyPicturesAreRefusedWithBothNumbers() {
    List<ContentPart> parts = new ArrayList<>(EmbeddedFixtures.manyPictures().parts());
    parts.addAll(EmbeddedFixtures.fourFrames().parts());
    parts.addAll(EmbeddedFixtures.fourFrames().parts());
    VlmRequest request = new VlmRequest(parts, Sampling.greedy(8));

    assertThatThrownBy(() -> TINY.stream(request).read(events::add))
        .isInstanceOf(BackendException.ContextOverflow.class)
        .hasMessageContaining("room for 2047");
    assertThat(events).isEmpty();
  }

  /** Of three, for a busy machine may be slow by itself. */
  private static Duration quickest(Callable<Duration> stop) throws Exception {
    List<Duration> took = List.of(stop.call(), stop.call(), stop.call());
    return Collections.min(took);
  }

  private static OrtEnvironment stuck(CountDownLatch loading, CountDownLatch goOn) {
    loading.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UnsatisfiedLinkError("enough");
  }

  private static Completion closeAfter(
      Class<? extends TokenEvent> kind, int count, TokenStream stream, AtomicLong closed)
      throws InterruptedException {
    AtomicLong seen = new AtomicLong();
    return stream.read(
        event -> {
          if (kind.isInstance(event) && seen.incrementAndGet() == count) {
            closed.set(TICKER.nanos());
            stream.close();
          }
        });
  }

  private static Future<Completion> inBackground(TokenStream stream) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      return thread.submit(() -> stream.read(event -> {}));
    } finally {
      thread.shutdown();
    }
  }

  private static boolean isReadingPictures() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().contains("JPEGImageReader"));
  }

  private String sampled(long seed) throws InterruptedException {
    VlmRequest request =
        new VlmRequest(EmbeddedFixtures.fourFrames().parts(), new Sampling(12, 3, seed));
    return TINY.stream(request).read(event -> {}).text();
  }

  /** A reader waits for its engine's thread no longer than it promised to. */
  private static void awaitNoEngine() {
    long deadline = TICKER.nanos() + PATIENCE.toNanos();
    while (engines() > 0) {
      assertThat(TICKER.nanos()).as("an engine goes on").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static long engines() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("zoetrope-embedded"))
        .count();
  }
}
