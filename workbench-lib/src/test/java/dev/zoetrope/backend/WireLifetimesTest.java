package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose fault is whose, and what is left of an answer that nobody wants any more. */
@Timeout(120)
class WireLifetimesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofMillis(500);
  private static final VlmRequest QUESTION = Pictures.ask(0, "Describe what happens.", 24);
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String END =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

  private final ExecutorService readers = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    readers.shutdownNow();
  }

  private static String says(String word) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + word + "\"}}]}\n\n";
  }

  private static HttpLimits limits(Duration stall, int most) {
    return new HttpLimits(LONG, LONG, stall, LONG, Duration.ZERO, most, most);
  }

  private Future<Completion> asking(VlmBackend backend, Consumer<TokenEvent> sink) {
    return readers.submit(
        () -> {
          try (TokenStream stream = backend.stream(QUESTION)) {
            return stream.read(sink);
          }
        });
  }

  private static Consumer<TokenEvent> onDelta(Consumer<String> hears) {
    return event -> {
      if (event instanceof TokenEvent.Delta delta) {
        hears.accept(delta.text());
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("left while it waited", e);
    }
  }

  @Test
  void oneSlowListenerDelaysNoOtherAnswer() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start((request, wire) -> wire.send(HEAD + says("a") + says("b") + END));
        OpenAiRig rig = OpenAiRig.on(server.uri());
        VlmBackend backend = rig.backend()) {
      Future<Completion> late =
          asking(
              backend,
              onDelta(
                  word -> {
                    stuck.countDown();
                    await(slow);
                  }));
      await(stuck);
      for (int i = 0; i < 20; i++) {
        assertThat(asking(backend, event -> {}).get().text()).isEqualTo("ab");
      }
      assertThat(late.isDone()).isFalse();
      slow.countDown();
      assertThat(late.get().text()).as("nothing is lost").isEqualTo("ab");
    }
  }

  /** The server must wait: what it sends is not heaped up here. */
  @Test
  void aSlowListenerHoldsTheServerBack() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch sentAll = new CountDownLatch(1);
    AtomicLong sent = new AtomicLong();
    byte[] piece = (": " + "x".repeat(64 << 10) + "\n").getBytes(StandardCharsets.UTF_8);
    int pieces = 1024;
    try (RawServer server =
            RawServer.start(
                (request, wire) -> {
                  wire.send(HEAD + says("a"));
                  for (int i = 0; i < pieces; i++) {
                    wire.send(piece);
                    sent.addAndGet(piece.length);
                  }
                  sentAll.countDown();
                  wire.send("\n" + says("b") + END);
                });
        OpenAiRig rig = new OpenAiRig(server.uri(), limits(LONG, 1 << 30));
        VlmBackend backend = rig.backend()) {
      Future<Completion> late =
          asking(
              backend,
              onDelta(
                  word -> {
                    stuck.countDown();
                    await(slow);
                  }));
      await(stuck);
      assertThat(sentAll.await(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(sent.get()).isLessThan((long) pieces * piece.length);
      slow.countDown();
      assertThat(late.get().text()).isEqualTo("ab");
      assertThat(sentAll.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** What comes while it is busy waits in the socket. */
  @Test
  void aSlowListenerIsNotTakenForASilentServer() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                (request, wire) -> {
                  wire.send(HEAD + says("a"));
                  stuck.await();
                  wire.send(says("b") + END);
                });
        OpenAiRig rig = new OpenAiRig(server.uri(), limits(SOON, 1 << 20));
        VlmBackend backend = rig.backend()) {
      Future<Completion> late =
          asking(
              backend,
              onDelta(
                  word -> {
                    if (word.equals("a")) {
                      stuck.countDown();
                      passes(never, SOON.multipliedBy(3));
                    }
                  }));
      assertThat(late.get().text()).isEqualTo("ab");
    }
  }

  private static void passes(CountDownLatch never, Duration time) {
    try {
      assertThat(never.await(time.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("left while it waited", e);
    }
  }

  @Test
  void anotherModelAmidAnAnswerDropsTheOldAnswerForGood() throws Exception {
    CountDownLatch hungUp = new CountDownLatch(1);
    try (RawServer server = RawServer.start((request, wire) -> two(request, wire, hungUp));
        HttpPool pool = new HttpPool(limits(LONG, 1 << 20));
        VlmBackend old = model(server, pool, "old");
        VlmBackend young = model(server, pool, "young")) {
      CountDownLatch begun = new CountDownLatch(1);
      List<String> heard = new CopyOnWriteArrayList<>();
      TokenStream first = old.stream(QUESTION);
      Future<Completion> dropped =
          readers.submit(
              () ->
                  first.read(
                      onDelta(
                          word -> {
                            heard.add(word);
                            begun.countDown();
                          })));
      await(begun);
      first.close();
      Completion kept = dropped.get();
      int before = heard.size();
      List<String> after = new ArrayList<>();
      Completion answer = asking(young, onDelta(after::add)).get();

      assertThat(answer.text()).isEqualTo("young");
      assertThat(after).containsExactly("young");
      assertThat(kept.finish()).isEqualTo(FinishReason.CANCELLED);
      assertThat(String.join("", heard)).isEqualTo(kept.text());
      assertThat(heard).as("nothing came later").hasSize(before).containsOnly("old");
      await(hungUp);
    }
  }

  /** The old model never ends; only a closed socket ends it. */
  private static void two(String request, RawServer.Wire wire, CountDownLatch hungUp)
      throws IOException {
    if (request.contains("\"model\":\"young\"")) {
      wire.send(HEAD + says("young") + END);
      return;
    }
    wire.send(HEAD + says("old"));
    try {
      wire.awaitHangUp();
    } finally {
      hungUp.countDown();
    }
  }

  private static VlmBackend model(RawServer server, HttpPool pool, String name) {
    WireServer known =
        new WireServer(
            HttpAddress.parse(server.uri()),
            WireServer.Engine.OTHER,
            Optional.empty(),
            name,
            List.of(name),
            OptionalInt.empty(),
            true,
            true);
    return new WireBackend(
        new OpenAiDialect(known), pool, new HttpKeys(n -> Optional.empty()), Ticker.system());
  }

  /** One read brings all of it; the listener leaves amid it. */
  @ParameterizedTest
  @EnumSource
  void whoLeavesHearsNotOneWordMore(Speech speech) throws Exception {
    byte[] all = speech.recorded().untilClose();
    try (RawServer server = RawServer.always(all);
        HttpPool pool = new HttpPool(HttpLimits.usual());
        VlmBackend backend = backend(speech, server, pool)) {
      List<String> heard = new ArrayList<>();
      try (TokenStream stream = backend.stream(QUESTION)) {
        Completion kept =
            stream.read(
                onDelta(
                    word -> {
                      heard.add(word);
                      stream.close();
                    }));

        assertThat(heard).hasSize(1);
        assertThat(kept.text()).isEqualTo(heard.get(0));
        assertThat(kept.finish()).isEqualTo(FinishReason.CANCELLED);
      }
    }
  }

  private static VlmBackend backend(Speech speech, RawServer server, HttpPool pool) {
    return new WireBackend(
        speech.dialect(server.uri()), pool, new HttpKeys(n -> Optional.empty()), Ticker.system());
  }

  private static String midway(Speech speech) {
    return switch (speech) {
      case OLLAMA -> "{\"error\":\"the runner died\"}\n";
      case MESSAGES ->
          "data: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"the runner"
              + " died\"}}\n\n";
      case RESPONSES -> "data: {\"type\":\"error\",\"message\":\"the runner died\"}\n\n";
      case GEMINI, CHAT ->
          "data: {\"error\":{\"code\":500,\"message\":\"the runner died\",\"status\":\"INTERNAL\"}}\n\n";
    };
  }

  /** The first half of the recording, ended between two events. */
  private static byte[] halfAnd(Speech speech, String rest) {
    Recorded whole = speech.recorded();
    String gap = speech == Speech.OLLAMA ? "\n" : "\n\n";
    int cut = whole.text().indexOf(gap, whole.body().length / 2) + gap.length();
    return new Recorded(
            whole.head(), (whole.text().substring(0, cut) + rest).getBytes(StandardCharsets.UTF_8))
        .untilClose();
  }

  @ParameterizedTest
  @EnumSource
  void anErrorAmidAnAnswerIsAFailureThatKeepsWhatHadCome(Speech speech) {
    try (RawServer server = RawServer.always(halfAnd(speech, midway(speech)));
        HttpPool pool = new HttpPool(HttpLimits.usual());
        VlmBackend backend = backend(speech, server, pool)) {
      BackendException error = failure(backend);

      assertThat(error).isInstanceOf(BackendException.Rejected.class);
      assertThat(error).hasMessageContaining("the runner died");
      assertThat(error.partialText()).isNotEmpty();
      assertThat(speech.text()).startsWith(error.partialText());
    }
  }

  private static BackendException failure(VlmBackend backend) {
    return catchThrowableOfType(
        BackendException.class,
        () -> {
          try (TokenStream stream = backend.stream(QUESTION)) {
            stream.read(event -> {});
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, <html><body>Welcome</body></html>",
    "text/plain, Welcome",
    "application/octet-stream, Welcome",
    "application/json, []",
    "application/json, {}",
    "application/json, '{\"half\":'",
    "image/png, Welcome"
  })
  void whatIsNoAnswerIsSaidToBeNoneInEveryProtocol(String type, String body) {
    byte[] http =
        ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n" + body)
            .getBytes(StandardCharsets.UTF_8);
    for (Speech speech : Speech.values()) {
      try (RawServer server = RawServer.always(http);
          HttpPool pool = new HttpPool(HttpLimits.usual());
          VlmBackend backend = backend(speech, server, pool)) {
        assertThat(failure(backend))
            .as("%s", speech)
            .isInstanceOf(BackendException.MalformedStream.class);
      }
    }
  }

  /** Refused, cut, reset, broken, endless: in any order, nothing is still in use afterwards. */
  @ParameterizedTest
  @EnumSource
  void noFaultLeavesASocketOrAThreadBehind(Speech speech) {
    List<RawServer.Script> faults =
        List.of(
            (request, wire) ->
                wire.send("HTTP/1.1 429 Busy\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"),
            (request, wire) -> wire.send("HTTP/1.1 500 No\r\nContent-Length: 9000\r\n\r\nhalf"),
            (request, wire) -> wire.send(halfAnd(speech, "")),
            (request, wire) -> wire.send(halfAnd(speech, midway(speech))),
            (request, wire) -> wire.send(halfAnd(speech, "data: {broken\n\n{broken\n")),
            (request, wire) -> {
              wire.resetOnClose();
              wire.send(halfAnd(speech, ""));
            },
            (request, wire) -> wire.send(HEAD + "data: " + "x".repeat(1 << 20)),
            (request, wire) -> {
              wire.send(HEAD);
              wire.awaitHangUp();
            });
    AtomicLong asked = new AtomicLong();
    try (RawServer server =
            RawServer.start(
                (request, wire) ->
                    faults.get((int) asked.getAndIncrement()).answer(request, wire));
        HttpPool pool =
            new HttpPool(
                new HttpLimits(LONG, SOON, SOON, LONG, Duration.ZERO, 64 << 10, 64 << 10));
        VlmBackend backend = backend(speech, server, pool)) {
      for (int i = 0; i < faults.size(); i++) {
        assertThat(failure(backend)).as("fault %d", i).isNotNull();
      }
      assertThat(asked).hasValue(faults.size());
      assertThat(pool.answers().connectionPool().connectionCount())
          .as("only idle connections are kept")
          .isEqualTo(pool.answers().connectionPool().idleConnectionCount());
    }
    awaitEnd("zoetrope-wire-watch");
  }

  /** Other tests of this JVM run one after the other, so only this one's thread can live. */
  private static void awaitEnd(String thread) {
    while (Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(thread))) {
      Thread.onSpinWait();
    }
  }
}
