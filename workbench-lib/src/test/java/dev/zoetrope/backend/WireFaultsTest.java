package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What may go wrong with an answer, in every protocol. */
class WireFaultsTest {
  private static final VlmRequest QUESTION = Pictures.ask(0, "Describe what happens.", 24);

  /** Sockets are slow; {@link WireParserTest} cuts everywhere. */
  private static final int STEP = 41;

  private final WireRig rig = new WireRig(OpenAiRig.STALLED);

  @AfterEach
  void close() {
    rig.close();
  }

  private static Completion ask(VlmBackend backend) throws InterruptedException {
    try (TokenStream stream = backend.stream(QUESTION)) {
      return stream.read(event -> {});
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutAnywhereItIsTheWholeAnswerOrAnError(Speech speech) throws InterruptedException {
    Recorded whole = speech.recorded();
    byte[] all = whole.untilClose();
    String text = speech.text();
    int errors = 0;
    try (VlmBackend backend = speech.connect(rig)) {
      for (int cut = all.length - whole.body().length; cut <= all.length; cut += STEP) {
        rig.on(speech.route(), Arrays.copyOf(all, cut));
        try {
          assertThat(ask(backend).text()).as("cut at %d", cut).isEqualTo(text);
        } catch (BackendException e) {
          errors++;
          assertThat(e).as("cut at %d", cut).isInstanceOf(BackendException.MalformedStream.class);
          assertThat(text).startsWith(e.partialText());
        }
      }
      rig.on(speech.route(), all);
      assertThat(ask(backend).text()).isEqualTo(text);
    }
    assertThat(errors).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void inPiecesOfAnySizeAndWithAnyLineEndItIsTheSame(Speech speech) throws InterruptedException {
    Recorded plain = speech.recorded();
    Recorded windows =
        new Recorded(
            plain.head(), plain.text().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    try (VlmBackend backend = speech.connect(rig)) {
      for (int size : new int[] {1, 2, 7, 1 << 20}) {
        assertThat(answer(backend, speech, plain.chunked(size))).isEqualTo(speech.text());
        assertThat(answer(backend, speech, windows.chunked(size))).isEqualTo(speech.text());
      }
    }
  }

  private String answer(VlmBackend backend, Speech speech, byte[] http)
      throws InterruptedException {
    rig.on(speech.route(), http);
    return ask(backend).text();
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatNeverMakeALineAreAStall(Speech speech) {
    rig.on(
        speech.route(),
        (request, wire) -> {
          wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
          trickle(wire);
        });
    try (VlmBackend backend = speech.connect(rig)) {
      BackendException.TimedOut error =
          catchThrowableOfType(BackendException.TimedOut.class, () -> ask(backend));

      assertThat(error.phase()).isEqualTo(BackendException.TimedOut.Phase.STALL);
    }
  }

  private static void trickle(RawServer.Wire wire) throws IOException, InterruptedException {
    for (int i = 0; i < 500; i++) {
      wire.send("x");
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, 'Retry-After: 7', 7",
    "429, 'retry-after-ms: 1500', 1",
    "503, 'Retry-After: 999999999', 3600",
    "529, 'X: y', -1"
  })
  void aBusyServerSaysWhenToAskAgain(int status, String header, long seconds) {
    String head = "HTTP/1.1 " + status + " Busy\r\nContent-Length: 2\r\n";
    rig.on("POST /v1/messages", (head + header + "\r\n\r\n{}").getBytes(StandardCharsets.UTF_8));
    try (VlmBackend backend = Speech.MESSAGES.connect(rig)) {
      BackendException.Overloaded error =
          catchThrowableOfType(BackendException.Overloaded.class, () -> ask(backend));

      assertThat(error.retryAfter().map(Duration::toSeconds).orElse(-1L)).isEqualTo(seconds);
      assertThat(error.isRetryable()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, insufficient_quota, Pay., quota",
    "402, x, Insufficient credits, quota",
    "400, INVALID_ARGUMENT, API key not valid., unauthorized",
    "413, request_too_large, Too big., image_too_large",
    "400, x, prompt is too long: 9 tokens > 8 maximum, context_overflow",
    "400, x, At most 8 image(s) may be provided in one prompt., too_many_images",
    "400, x, The response was filtered due to content management policy, content_filter",
    "500, x, It broke., rejected"
  })
  void complaintsHaveTypes(int status, String kind, String message, String code) {
    String body = "{\"error\":{\"code\":\"" + kind + "\",\"message\":\"" + message + "\"}}";
    rig.on("POST /v1/messages", WireRig.status(status + " No", body));
    try (VlmBackend backend = Speech.MESSAGES.connect(rig)) {
      assertThat(catchThrowableOfType(BackendException.class, () -> ask(backend)).code())
          .isEqualTo(code);
    }
  }

  @Test
  void anOverflowTellsTheSizesThatItsWordsHold() {
    rig.on("POST /v1/messages", "vllm-0.32.0-cpu/err-ctxoverflow-stream");
    try (VlmBackend backend = Speech.MESSAGES.connect(rig)) {
      BackendException.ContextOverflow error =
          catchThrowableOfType(BackendException.ContextOverflow.class, () -> ask(backend));

      assertThat(error.available()).hasValue(1024);
      assertThat(error.needed().orElseThrow()).isGreaterThan(1024);
    }
  }

  @Test
  void tooManyPicturesTellsHowManyItTakes() {
    rig.on("POST /v1/messages", "vllm-0.32.0-cpu/err-9img");
    try (VlmBackend backend = Speech.MESSAGES.connect(rig)) {
      assertThat(
              catchThrowableOfType(BackendException.TooManyImages.class, () -> ask(backend)).most())
          .isEqualTo(8);
    }
  }
}
