package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between a server and us, byte by byte. */
class OpenAiFaultsTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  private static final String RED = chunk("{\"content\":\"Réd\"}", "null");
  private static final String STOP = chunk("{}", "\"stop\"");
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String GOOD = ROLE + RED + STOP + USAGE + DONE;

  private static String chunk(String delta, String finish) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static BackendException fault(RawServer server) {
    return fault(server, OpenAiRig.SMALL);
  }

  private static BackendException fault(RawServer server, HttpLimits limits) {
    try (server;
        OpenAiRig rig = new OpenAiRig(server.uri(), limits)) {
      return catchThrowableOfType(BackendException.class, rig::ask);
    }
  }

  private static BackendException answered(String http) {
    return fault(RawServer.start((request, wire) -> wire.send(http)));
  }

  private static Completion fine(String body) throws InterruptedException {
    try (RawServer server = RawServer.start((request, wire) -> wire.send(HEAD + body));
        OpenAiRig rig = OpenAiRig.small(server.uri())) {
      return rig.ask();
    }
  }

  @Test
  void aStreamCutBeforeTheModelsEndIsNeverAnAnswer() throws InterruptedException {
    byte[] all = Recorded.stream(GOOD).untilClose();
    int head = all.length - Recorded.stream(GOOD).body().length;
    int ended = Recorded.stream(ROLE + RED + STOP).body().length - 1;
    int said = Recorded.stream(ROLE + RED).body().length - 2;
    for (int cut = 0; cut < ended - 1; cut++) {
      byte[] part = Arrays.copyOf(all, head + cut);
      BackendException error = fault(RawServer.always(part));

      assertThat(error).as("cut at %d", cut).isInstanceOf(BackendException.MalformedStream.class);
      assertThat(error.partialText()).as("cut at %d", cut).isEqualTo(cut < said ? "" : "Réd");
    }
  }

  @Test
  void aStreamCutAfterTheModelsEndIsAnAnswer() throws InterruptedException {
    byte[] all = Recorded.stream(GOOD).untilClose();
    int head = all.length - Recorded.stream(GOOD).body().length;
    int ended = Recorded.stream(ROLE + RED + STOP).body().length;
    for (int cut = ended; head + cut <= all.length; cut++) {
      try (RawServer server = RawServer.always(Arrays.copyOf(all, head + cut));
          OpenAiRig rig = OpenAiRig.small(server.uri())) {
        assertThat(rig.ask().text()).as("cut at %d", cut).isEqualTo("Réd");
      }
    }
  }

  @Test
  void aChunkedStreamCutAtAnyByteIsNeverTakenForMoreThanItIs() throws InterruptedException {
    byte[] all = Recorded.stream(GOOD).chunked(40);
    int ended = new String(all, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\"stop\"");
    for (int cut = 0; cut < ended; cut += 3) {
      BackendException error = fault(RawServer.always(Arrays.copyOf(all, cut)));

      assertThat(error)
          .as("cut at %d", cut)
          .isInstanceOfAny(
              BackendException.MalformedStream.class, BackendException.Unreachable.class);
    }
  }

  @Test
  void theEndMarkMayBeMissingOnceTheModelHasEnded() throws InterruptedException {
    assertThat(fine(ROLE + RED + STOP + USAGE).usage().prompt()).hasValue(7);
    assertThat(fine(ROLE + RED + STOP).finish()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void theEndMarkAloneEndsAnAnswerForAReasonUnknown() throws InterruptedException {
    Completion answer = fine(ROLE + RED + DONE);

    assertThat(answer.text()).isEqualTo("Réd");
    assertThat(answer.finish()).isEqualTo(FinishReason.OTHER);
  }

  @Test
  void whatComesAfterTheEndMarkIsNotRead() throws InterruptedException {
    assertThat(fine(GOOD + RED + "data: {broken\n\n").text()).isEqualTo("Réd");
  }

  @Test
  void lineEndsAndMarksOfOtherServersAreRead() throws InterruptedException {
    assertThat(fine("\uFEFF: ping\r\n\r\n" + GOOD.replace("\n", "\r\n")).text()).isEqualTo("Réd");
    assertThat(fine(GOOD.replace("data: ", "data:")).text()).isEqualTo("Réd");
  }

  @Test
  void reasoningIsFlaggedAndKeptOutOfTheAnswer() throws InterruptedException {
    String thought = chunk("{\"reasoning_content\":\"Hm\"}", "null");
    String other = chunk("{\"reasoning\":\" so\",\"content\":null}", "null");
    try (RawServer server =
            RawServer.start((r, wire) -> wire.send(HEAD + ROLE + thought + other + RED + STOP));
        OpenAiRig rig = OpenAiRig.on(server.uri())) {
      Completion answer = rig.ask();

      assertThat(answer.text()).isEqualTo("Réd");
      assertThat(rig.events)
          .filteredOn(TokenEvent.Delta.class::isInstance)
          .extracting(event -> ((TokenEvent.Delta) event).reasoning())
          .containsExactly(true, true, false);
      assertThat(answer.timeline().deltas()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"message\":\"CUDA out of memory\",\"code\":500}}\n\n",
        "data: {\"error\":\"CUDA out of memory\"}\n\n",
        "data: {\"object\":\"error\",\"message\":\"CUDA out of memory\"}\n\n",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"x\",\"message\":\"CUDA out of memory\"}}\n\n",
        "{\"error\":{\"message\":\"CUDA out of memory\"}}\n\n"
      })
  void anErrorAmidTheStreamIsAnErrorAndKeepsWhatHadCome(String event) {
    BackendException error = answered(HEAD + ROLE + RED + event + DONE);

    assertThat(error)
        .isInstanceOf(BackendException.Rejected.class)
        .hasMessageContaining("CUDA out of memory");
    assertThat(error.partialText()).isEqualTo("Réd");
    assertThat(error.partial().orElseThrow().timeline().deltas()).isNotEmpty();
  }

  @Test
  void anOverflowAmidTheStreamKeepsItsKind() {
    BackendException error =
        answered(
            HEAD
                + RED
                + "data: {\"error\":{\"message\":\"exceeds the available context size\"}}\n\n");

    assertThat(error).isInstanceOf(BackendException.ContextOverflow.class);
  }

  @Test
  void anErrorObjectInsteadOfAStreamIsThatError() {
    BackendException error =
        answered(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                + "{\"error\":{\"message\":\"At most 0 image(s) may be provided\"}}");

    assertThat(error).isInstanceOf(BackendException.NotVision.class);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,'{\"choices\":[{\"message\":{\"content\":\"Red\"}}]}',in one piece",
    "text/html; charset=utf-8,<html>hello</html>,web page",
    "text/event-stream,'data: {broken\n\n',no JSON",
    "text/event-stream,'data: [1]\n\n',no JSON",
    "text/plain,hello,cut its answer off",
    "text/event-stream,'',cut its answer off"
  })
  void anAnswerThatIsNoEventStreamSaysSo(String type, String body, String words) {
    BackendException error =
        answered(
            "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n" + body);

    assertThat(error)
        .isInstanceOf(BackendException.MalformedStream.class)
        .hasMessageContaining(words);
  }

  @Test
  void aServerThatSendsNoFirstByteTimesOutAndSaysInWhichPhase() {
    BackendException silent =
        fault(RawServer.start((request, wire) -> wire.awaitHangUp()), OpenAiRig.NO_FIRST_BYTE);
    BackendException headersOnly =
        fault(
            RawServer.start(
                (request, wire) -> {
                  wire.send(HEAD);
                  wire.awaitHangUp();
                }),
            OpenAiRig.NO_FIRST_BYTE);

    assertThat(silent)
        .isInstanceOf(BackendException.TimedOut.class)
        .hasMessageContaining("no first byte within 400 ms");
    assertThat(headersOnly).hasMessageContaining("no first byte within 400 ms");
  }

  @Test
  void aServerThatStallsAmidItsAnswerTimesOutAndKeepsTheAnswer() {
    BackendException error =
        fault(
            RawServer.start(
                (request, wire) -> {
                  wire.send(HEAD + ROLE + RED);
                  wire.awaitHangUp();
                }),
            OpenAiRig.STALLED);

    assertThat(error)
        .isInstanceOf(BackendException.TimedOut.class)
        .hasMessageContaining("stalled: it sent nothing whole for 300 ms");
    assertThat(error.partialText()).isEqualTo("Réd");
  }

  @Test
  void nobodyAtThePortIsUnreachable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (OpenAiRig rig = OpenAiRig.small("http://127.0.0.1:" + port)) {
      BackendException error = catchThrowableOfType(BackendException.class, rig::ask);

      assertThat(error)
          .isInstanceOf(BackendException.Unreachable.class)
          .hasMessageContaining("start the server there, or check host and port");
      assertThat(error.isRetryable()).isTrue();
    }
  }

  @Test
  void aComplaintThatWasCutOffIsStillRead() {
    BackendException error =
        answered("HTTP/1.1 401 No\r\nContent-Length: 1000\r\n\r\n{\"error\":\"Unauthorized\"}");

    assertThat(error)
        .isInstanceOf(BackendException.Unauthorized.class)
        .hasMessageContaining("Unauthorized");
  }

  @Test
  void aConnectionThatIsClosedOrResetUnansweredIsUnreachable() {
    BackendException closed = fault(RawServer.start((request, wire) -> {}));
    BackendException reset = fault(RawServer.start((request, wire) -> wire.resetOnClose()));

    assertThat(closed)
        .isInstanceOf(BackendException.Unreachable.class)
        .hasMessageContaining("closed the connection without an answer");
    assertThat(reset).isInstanceOf(BackendException.Unreachable.class);
  }

  @Test
  void aResetAmidTheAnswerIsACutStream() {
    BackendException error =
        fault(
            RawServer.start(
                (request, wire) -> {
                  wire.send(HEAD + ROLE + RED);
                  wire.resetOnClose();
                }));

    assertThat(error)
        .isInstanceOfAny(
            BackendException.MalformedStream.class, BackendException.Unreachable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "429,'Retry-After: 7',7000",
    "503,'Retry-After: 7',7000",
    "429,'retry-after-ms: 250',250",
    "429,'Retry-After: 999999',3600000",
    "529,'Date: Sun, 22 Nov 2026 10:00:00 GMT\r\nRetry-After: Sun, 22 Nov 2026 10:00:30 GMT',30000"
  })
  void aBusyServerSaysWhenToAskAgain(int status, String header, long millis) {
    BackendException error =
        answered("HTTP/1.1 " + status + " Busy\r\n" + header + "\r\nContent-Length: 4\r\n\r\nbusy");

    assertThat(error).isInstanceOf(BackendException.Overloaded.class);
    assertThat(((BackendException.Overloaded) error).retryAfter())
        .contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Retry-After: soon", "Retry-After: -5", "X-Other: 1"})
  void aWaitThatIsNotToldIsAbsent(String header) {
    BackendException error =
        answered("HTTP/1.1 429 Busy\r\n" + header + "\r\nContent-Length: 4\r\n\r\nbusy");

    assertThat(((BackendException.Overloaded) error).retryAfter()).isEmpty();
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (RawServer elsewhere = RawServer.always(new byte[0])) {
      BackendException error =
          answered(
              "HTTP/1.1 307 Elsewhere\r\nLocation: "
                  + elsewhere.uri()
                  + "/v1/chat/completions\r\nContent-Length: 0\r\n\r\n");

      assertThat(error).isInstanceOf(BackendException.Rejected.class);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void anEventWithoutEndIsStoppedAtItsLimit() {
    BackendException error =
        fault(
            RawServer.start(
                (request, wire) -> {
                  wire.send(HEAD + RED + "data: ");
                  while (true) {
                    wire.send("x".repeat(1000));
                  }
                }));

    assertThat(error)
        .isInstanceOf(BackendException.MalformedStream.class)
        .hasMessageContaining("more than 4096 bytes");
    assertThat(error.partialText()).isEqualTo("Réd");
  }

  @Test
  void anAnswerWithoutEndIsStoppedAtItsLimit() {
    BackendException error =
        fault(
            RawServer.start(
                (request, wire) -> {
                  wire.send(HEAD);
                  while (true) {
                    wire.send(": ping\n\n".repeat(100));
                  }
                }));

    assertThat(error).hasMessageContaining("more than 65536 bytes");
  }

  @Test
  void anErrorPageWithoutEndIsNotReadToItsEnd() {
    BackendException error =
        fault(
            RawServer.start(
                (request, wire) -> {
                  wire.send("HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\n\r\n");
                  while (true) {
                    wire.send("<p>oops</p>".repeat(1000));
                  }
                }));

    assertThat(error).isInstanceOf(BackendException.Rejected.class);
    assertThat(error.getMessage()).hasSizeLessThan(400);
  }

  @Test
  void pixelsThatAServerEchoesStayOutOfTheMessage() {
    String pixels = "iVBORw0KGgo".repeat(40);
    BackendException error =
        answered(
            "HTTP/1.1 422 No\r\nConnection: close\r\n\r\n{\"detail\":[{\"msg\":\"bad data:image/png;base64,"
                + pixels
                + "\"}]}");

    assertThat(error).hasMessageContaining("bad data:image/png;base64,[data]");
    assertThat(error.getMessage()).doesNotContain("iVBOR");
  }
}
