package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OpenAiStreamTest {
  private static final VlmRequest QUESTION = Pictures.ask(0, "What?", 24);
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Tells when the first piece of text has come. */
  private static Consumer<TokenEvent> onDelta(CountDownLatch latch) {
    return event -> {
      if (event instanceof TokenEvent.Delta) {
        latch.countDown();
      }
    };
  }

  /** Before its block ends. */
  private static void stop(AutoCloseable resource) {
    assertThatCode(resource::close).doesNotThrowAnyException();
  }

  @Test
  void everyEventHasTheStampOfTheReadThatBroughtIt() throws InterruptedException {
    AtomicLong clock = new AtomicLong();
    Ticker ticker = clock::incrementAndGet;
    byte[] burst = Recorded.of("llama-server-b11434/stream-1img").chunked(100_000);
    List<TokenEvent> events = new ArrayList<>();
    try (RawServer server = RawServer.always(burst);
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend(ticker, true);
        TokenStream stream = backend.stream(QUESTION)) {
      Timeline line = stream.read(events::add).timeline();

      assertThat(line.start()).isEqualTo(1);
      assertThat(line.wire().connect()).isPresent();
      assertThat(line.bodySent().getAsLong()).isLessThan(line.wire().reads().get(0).at());
      assertThat(line.headers().getAsLong()).isEqualTo(line.wire().reads().get(0).at());
      assertThat(line.wire().reads().stream().mapToInt(Timeline.Read::bytes).sum())
          .isBetween(burst.length / 2, burst.length);
      assertThat(line.end().getAsLong())
          .isEqualTo(line.wire().reads().get(line.wire().reads().size() - 1).at());
      assertThat(line.deltas()).hasSize(2).hasSameElementsAs(stampsOfReadsBeforeDeltas(events));
    }
  }

  private static List<Long> stampsOfReadsBeforeDeltas(List<TokenEvent> events) {
    List<Long> stamps = new ArrayList<>();
    long read = 0;
    for (TokenEvent event : events) {
      read = event instanceof TokenEvent.Read ? event.atNanos() : read;
      if (event instanceof TokenEvent.Delta) {
        stamps.add(read);
      }
    }
    return stamps;
  }

  @Test
  void onCloseTheServerSeesItsSocketEndAtOnce() throws Exception {
    List<Duration> took = new ArrayList<>();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(5), 10_000);
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend()) {
      for (int i = 0; i < 9; i++) {
        CountDownLatch begun = new CountDownLatch(1);
        TokenStream stream = backend.stream(QUESTION);
        Future<Completion> answer = reader.submit(() -> stream.read(onDelta(begun)));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        long before = System.nanoTime();
        stream.close();
        took.add(Duration.ofNanos(server.awaitHangUp(SOON).orElseThrow() - before));
        answer.get(30, TimeUnit.SECONDS);
      }
    } finally {
      reader.shutdownNow();
    }
    // The answer would go on for 50 s. The quickest, because other work may hold up any of them.
    System.out.println("sockets closed after " + took);
    assertThat(Collections.min(took)).as("all: %s", took).isLessThan(Duration.ofMillis(500));
  }

  @Test
  void aSilentServerIsLeftAtOnceOnCloseAndOnInterrupt() throws Exception {
    ExecutorService reader = Executors.newSingleThreadExecutor();
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch left = new CountDownLatch(2);
    try (RawServer server =
            RawServer.start(
                (request, wire) -> {
                  asked.countDown();
                  wire.awaitHangUp();
                  left.countDown();
                });
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend()) {
      TokenStream closed = backend.stream(QUESTION);
      Future<Completion> answer = reader.submit(() -> closed.read(event -> {}));
      while (asked.getCount() > 1) {
        Thread.onSpinWait();
      }
      closed.close();
      assertThat(answer.get(30, TimeUnit.SECONDS).finish()).isEqualTo(FinishReason.CANCELLED);

      TokenStream interrupted = backend.stream(QUESTION);
      Future<Completion> none = reader.submit(() -> interrupted.read(event -> {}));
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      none.cancel(true);
      assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      reader.shutdownNow();
    }
  }

  @Test
  void aDeadKeptConnectionIsReplacedAndTheStartStampedAgain() throws InterruptedException {
    byte[] keptAlive = Recorded.of("llama-server-b11434/stream-1img").chunked(100_000);
    try (RawServer server = RawServer.always(keptAlive);
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend()) {
      for (int i = 0; i < 5; i++) {
        try (TokenStream stream = backend.stream(QUESTION)) {
          Timeline line = stream.read(event -> {}).timeline();

          assertThat(line.bodySent().orElseThrow()).isGreaterThanOrEqualTo(line.start());
        }
      }
      assertThat(server.requests()).hasSize(5);
    }
  }

  @Test
  void closingItFromAnotherThreadKeepsWhatHadCome() throws Exception {
    ExecutorService reader = Executors.newSingleThreadExecutor();
    CountDownLatch begun = new CountDownLatch(3);
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(20), 10_000);
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend();
        TokenStream stream = backend.stream(QUESTION)) {
      Future<Completion> answer = reader.submit(() -> stream.read(onDelta(begun)));
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      stop(stream);
      Completion completion = answer.get(30, TimeUnit.SECONDS);
      assertThat(completion.finish()).isEqualTo(FinishReason.CANCELLED);
      assertThat(completion.text()).startsWith("w0 w1 w2 ");
      assertThat(completion.timeline().end()).isPresent();
    } finally {
      reader.shutdownNow();
    }
  }

  @Test
  void interruptingTheReaderClosesTheSocketThoughNoFurtherWordComes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    String opening =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
            + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"w0 \"}}]}\n\n";
    try (RawServer server =
            RawServer.start(
                (request, wire) -> {
                  wire.send(opening);
                  wire.awaitHangUp();
                  left.countDown();
                });
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend();
        TokenStream stream = backend.stream(QUESTION)) {
      Thread reader =
          new Thread(
              () -> {
                try {
                  stream.read(onDelta(begun));
                } catch (InterruptedException e) {
                  interrupted.countDown();
                }
              });
      reader.start();
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      reader.interrupt();

      // Without the interrupt it would wait 60 s for more.
      assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      reader.join();
    }
  }

  @Test
  void anInterruptThatCameBeforeTheReadCancelsItToo() {
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(10), 10_000);
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend();
        TokenStream stream = backend.stream(QUESTION)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> stream.read(event -> {})).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void aStreamClosedBeforeItIsReadSendsNothing() throws InterruptedException {
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(10), 10);
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend();
        TokenStream stream = backend.stream(QUESTION)) {
      stop(stream);
      Completion answer = stream.read(event -> {});

      assertThat(answer.finish()).isEqualTo(FinishReason.CANCELLED);
      assertThat(answer.text()).isEmpty();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aStreamIsReadOnce() throws InterruptedException {
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(1), 2);
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend();
        TokenStream stream = backend.stream(QUESTION)) {
      assertThat(stream.read(event -> {}).text()).isEqualTo("w0 w1 ");
      assertThatThrownBy(() -> stream.read(event -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("read once");
    }
  }

  @Test
  void aSinkThatThrowsEndsTheRequest() throws InterruptedException {
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(10), 10_000);
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend();
        TokenStream stream = backend.stream(QUESTION)) {
      Consumer<TokenEvent> broken =
          event -> {
            if (event instanceof TokenEvent.Delta) {
              throw new IllegalArgumentException("sink");
            }
          };

      assertThatThrownBy(() -> stream.read(broken)).hasMessage("sink");
      assertThat(server.awaitHangUp(SOON)).isPresent();
    }
  }

  @Test
  void closingTheBackendCancelsWhatRuns() throws Exception {
    ExecutorService reader = Executors.newSingleThreadExecutor();
    CountDownLatch begun = new CountDownLatch(1);
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(10), 10_000);
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      VlmBackend backend = rig.backend();
      TokenStream stream = backend.stream(QUESTION);
      Future<Completion> answer = reader.submit(() -> stream.read(onDelta(begun)));
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      backend.close();

      assertThat(answer.get(30, TimeUnit.SECONDS).finish()).isEqualTo(FinishReason.CANCELLED);
      assertThat(server.awaitHangUp(SOON)).isPresent();
      assertThatThrownBy(() -> backend.stream(QUESTION)).isInstanceOf(IllegalStateException.class);
    } finally {
      reader.shutdownNow();
    }
  }

  @Test
  void manyStreamsRunAtOnce() throws Exception {
    int many = 64;
    ExecutorService readers = Executors.newFixedThreadPool(many);
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(20), 20);
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend()) {
      List<Future<Completion>> answers = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        answers.add(
            readers.submit(
                () -> {
                  try (TokenStream stream = backend.stream(QUESTION)) {
                    return stream.read(event -> {});
                  }
                }));
      }
      for (Future<Completion> answer : answers) {
        assertThat(answer.get(100, TimeUnit.SECONDS).text()).endsWith("w18 w19 ");
      }
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void aServerWithoutEyesIsNotSentPictures() {
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(1), 1);
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.LLAMA_CPP);
        VlmBackend backend = rig.backend(Ticker.system(), false)) {
      BackendException error =
          catchThrowableOfType(
              BackendException.class, () -> backend.stream(Pictures.ask(1, "What?", 8)));

      assertThat(error)
          .isInstanceOf(BackendException.NotVision.class)
          .hasMessageContaining("--mmproj");
      assertThat(server.requests()).isEmpty();
    }
  }

  /** OkHttp and Okio keep one daemon each for the whole process; they end after a minute idle. */
  @Test
  void nothingIsLeftAfterClose() throws InterruptedException {
    List<String> before = threads();
    try (SlowVlmServer server = SlowVlmServer.start(Duration.ofMillis(1), 5)) {
      for (int i = 0; i < 3; i++) {
        try (OpenAiRig rig = OpenAiRig.on(server.uri())) {
          rig.ask();
          assertThat(rig.pool.answers().connectionPool().connectionCount()).isLessThanOrEqualTo(1);
          stop(rig);
          assertThat(rig.pool.answers().connectionPool().connectionCount()).isZero();
          assertThat(rig.pool.answers().dispatcher().executorService().isShutdown()).isTrue();
        }
      }
      assertThat(threads()).isSubsetOf(before);
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("slow-vlm") && !name.startsWith("raw-server"))
        .filter(name -> !name.startsWith("OkHttp TaskRunner") && !name.equals("Okio Watchdog"))
        .sorted()
        .toList();
  }
}
