package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every phase of an exchange ends, and a busy server is asked again, but not for ever. */
class WireDeadlinesTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final VlmRequest QUESTION = Pictures.ask(0, "What?", 24);
  private static final String ROUTE = Speech.CHAT.route();
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
  private static final String TOKEN =
      "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n";

  private WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private void limits(Duration firstByte, Duration stall, Duration total, Duration busy) {
    rig.close();
    rig = new WireRig(new HttpLimits(LONG, firstByte, stall, total, busy, 1 << 16, 1 << 20));
  }

  private <T extends Throwable> T failure(Class<T> type) {
    try (VlmBackend backend = Speech.CHAT.connect(rig);
        TokenStream stream = backend.stream(QUESTION)) {
      return catchThrowableOfType(type, () -> stream.read(rig.events::add));
    }
  }

  /** Sends this again and again until nobody reads any more. */
  private static void forever(RawServer.Wire wire, String words)
      throws IOException, InterruptedException {
    while (true) {
      wire.send(words);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void keepAlivesDoNotHideThatTheModelHangs() {
    limits(LONG, SHORT, LONG, Duration.ZERO);
    rig.on(
        ROUTE,
        (request, wire) -> {
          wire.send(HEAD + TOKEN + ": still there\n\n");
          forever(wire, ": still there\n\n");
        });
    BackendException.TimedOut error = failure(BackendException.TimedOut.class);

    assertThat(error.phase()).isEqualTo(BackendException.TimedOut.Phase.STALL);
    assertThat(error.partialText()).isEqualTo("a");
    assertThat(rig.events).anyMatch(TokenEvent.Ping.class::isInstance);
    assertThat(rig.events.get(rig.events.size() - 1)).isInstanceOf(TokenEvent.Failed.class);
  }

  @Test
  void aWholeExchangeHasADeadline() {
    limits(LONG, LONG, Duration.ofSeconds(3), Duration.ZERO);
    rig.on(
        ROUTE,
        (request, wire) -> {
          wire.send(HEAD);
          forever(wire, TOKEN);
        });
    BackendException.TimedOut error = failure(BackendException.TimedOut.class);

    assertThat(error.phase()).isEqualTo(BackendException.TimedOut.Phase.TOTAL);
    assertThat(error).hasMessageContaining("not done within 3 s");
    assertThat(error.partialText()).startsWith("a");
  }

  @Test
  void headersThatTrickleForEverAreNoFirstByte() {
    limits(SHORT, LONG, LONG, Duration.ZERO);
    rig.on(
        ROUTE,
        (request, wire) -> {
          wire.send("HTTP/1.1 200 OK\r\n");
          forever(wire, "X-Slow: loris\r\n");
        });
    assertThat(failure(BackendException.TimedOut.class).phase())
        .isEqualTo(BackendException.TimedOut.Phase.FIRST_BYTE);
  }

  @Test
  void aBusyServerIsAskedAgainAndTheWaitIsInNoNumber() throws InterruptedException {
    limits(LONG, LONG, LONG, LONG);
    AtomicInteger asked = new AtomicInteger();
    byte[] answer = Speech.CHAT.recorded().untilClose();
    rig.on(
        ROUTE,
        (request, wire) -> {
          if (asked.incrementAndGet() < 3) {
            wire.send(busy("retry-after-ms: 300"));
          } else {
            wire.send(answer);
          }
        });
    rig.on("GET /v1/models", "llama-server-b11434/get-models");
    Completion told = rig.ask(QUESTION);

    assertThat(told.text()).isEqualTo(Speech.CHAT.text());
    assertThat(told.timeline().wire().retries().getAsInt())
        .as("and one more if a kept connection had died")
        .isBetween(2, 3);
    assertThat(told.timeline().start())
        .as("stamped anew after each wait")
        .isLessThanOrEqualTo(told.timeline().bodySent().getAsLong());
    assertThat(rig.requests(ROUTE)).hasSize(3);
  }

  @Test
  void aStormOfRefusalsEndsWithPatience() {
    limits(LONG, LONG, LONG, Duration.ofMillis(700));
    rig.on(ROUTE, busy("retry-after-ms: 300"));

    BackendException.Overloaded busy = failure(BackendException.Overloaded.class);

    assertThat(busy.retryAfter()).contains(Duration.ofMillis(300));
    assertThat(busy).hasMessageEndingWith(" It was asked 3 times.");
    assertThat(rig.requests(ROUTE)).hasSize(3);
  }

  @Test
  void onesThatShallComeBackAtOnceComeMoreSeldomEachTime() {
    limits(LONG, LONG, LONG, Duration.ofSeconds(1));
    rig.on(ROUTE, refusal("503 Busy", "Retry-After: 0", "{}"));

    failure(BackendException.Overloaded.class);
    assertThat(rig.requests(ROUTE)).as("after 0.1 s, 0.2 s and 0.4 s").hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "408 Late, X: y",
    "503 Busy, Retry-After: 0",
    "429 Busy, Retry-After: 0",
    "421 Astray, X: y",
    "307 There, Location: /elsewhere"
  })
  void oneOfManyThatMeasureReachesTheServerOnce(String status, String header) {
    limits(LONG, LONG, LONG, LONG);
    rig.on(ROUTE, refusal(status, header, "{}"));
    try (VlmBackend backend = Speech.CHAT.connect(rig);
        TokenStream stream = backend.stream(QUESTION.asLoad("one"))) {
      assertThatThrownBy(() -> stream.read(event -> {})).isInstanceOf(BackendException.class);
    }
    assertThat(rig.requests(ROUTE)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "408 Late; {}",
        "429 Spent; {\"error\":{\"code\":\"insufficient_quota\",\"message\":\"No credit\"}}"
      })
  void whatWaitingDoesNotCureIsAskedOnce(String status, String body) {
    limits(LONG, LONG, LONG, LONG);
    rig.on(ROUTE, refusal(status, "Retry-After: 0", body));

    failure(BackendException.class);
    assertThat(rig.requests(ROUTE)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 429})
  void aRefusalWhoseWordsTrickleKeepsItsStatus(int status) {
    limits(LONG, SHORT, LONG, LONG);
    rig.on(
        ROUTE,
        (request, wire) -> {
          wire.send("HTTP/1.1 " + status + " No\r\nContent-Type: application/json\r\n\r\n{");
          forever(wire, " ");
        });
    assertThat(failure(BackendException.class)).hasMessageContaining("HTTP " + status);
    assertThat(rig.requests(ROUTE)).hasSize(1);
  }

  @Test
  void anAnswerInOnePieceThatTricklesIsAStall() {
    limits(LONG, SHORT, LONG, Duration.ZERO);
    rig.on(
        ROUTE,
        (request, wire) -> {
          wire.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{");
          forever(wire, " ");
        });
    try (VlmBackend backend = Speech.CHAT.connect(rig);
        TokenStream stream = backend.stream(QUESTION.inOnePiece())) {
      BackendException.TimedOut error =
          catchThrowableOfType(BackendException.TimedOut.class, () -> stream.read(event -> {}));

      assertThat(error.phase()).isEqualTo(BackendException.TimedOut.Phase.STALL);
    }
  }

  @Test
  void whoLeavesABusyServerWaitsNoLonger() throws Exception {
    limits(LONG, LONG, LONG, Duration.ofMinutes(10));
    rig.on(ROUTE, busy("Retry-After: 500"));
    try (VlmBackend backend = Speech.CHAT.connect(rig);
        TokenStream stream = backend.stream(QUESTION)) {
      Thread leaver = new Thread(() -> whenAsked(stream));
      leaver.start();

      assertThat(stream.read(event -> {}).finish()).isEqualTo(FinishReason.CANCELLED);
      leaver.join();
    }
  }

  private void whenAsked(TokenStream stream) {
    while (rig.requests(ROUTE).isEmpty()) {
      Thread.onSpinWait();
    }
    assertThatCode(stream::close).doesNotThrowAnyException();
  }

  private static byte[] busy(String header) {
    return refusal("429 Busy", header, "{}");
  }

  private static byte[] refusal(String status, String header, String body) {
    return ("HTTP/1.1 "
            + status
            + "\r\n"
            + header
            + "\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theWatchEndsWithTheLastAnswer() throws InterruptedException {
    rig.on(ROUTE, Speech.CHAT.recorded().untilClose());
    rig.on("GET /v1/models", "llama-server-b11434/get-models");
    rig.ask(QUESTION);
    for (Thread watch : watches()) {
      watch.join(TimeUnit.SECONDS.toMillis(30));
      assertThat(watch.isAlive()).isFalse();
    }
  }

  private static List<Thread> watches() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("zoetrope-wire-watch"))
        .toList();
  }
}
