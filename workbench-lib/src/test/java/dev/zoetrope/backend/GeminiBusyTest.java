package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gemini tells in an error's details which quota is spent and when there is more of it. */
class GeminiBusyTest {
  private static final VlmRequest QUESTION = Pictures.ask(0, "What?", 8);

  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private BackendException refused(String status, String body) {
    rig.on(Speech.GEMINI.route(), WireRig.status(status, body));
    try (VlmBackend backend = Speech.GEMINI.connect(rig);
        TokenStream stream = backend.stream(QUESTION)) {
      return catchThrowableOfType(BackendException.class, () -> stream.read(event -> {}));
    }
  }

  private static String error(String message, String... details) {
    return "{\"error\":{\"code\":429,\"message\":\""
        + message
        + "\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":["
        + String.join(",", details)
        + "]}}";
  }

  private static String retry(String delay) {
    return "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":" + delay + "}";
  }

  private static String quota(String id) {
    return "{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{\"quotaId\":\""
        + id
        + "\"}]}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"\"37s\"|37", "\"36.2s\"|37", "{\"seconds\":37}|37", "\"99999s\"|3600"})
  void theDelayAmongTheDetailsIsWhenToAskAgain(String delay, long seconds) {
    BackendException error =
        refused("429 Too Many Requests", error("Resource exhausted.", retry(delay)));

    assertThat(error).isInstanceOf(BackendException.Overloaded.class);
    assertThat(((BackendException.Overloaded) error).retryAfter())
        .contains(Duration.ofSeconds(seconds));
    assertThat(error).hasMessageContaining("in " + seconds + " s");
  }

  @Test
  void aQuotaOfTheMinuteIsWaitedFor() {
    BackendException error =
        refused(
            "429 Too Many Requests",
            error(
                "You exceeded your current quota.",
                quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"),
                retry("\"37s\"")));

    assertThat(error).isInstanceOf(BackendException.Overloaded.class);
    assertThat(((BackendException.Overloaded) error).retryAfter()).contains(Duration.ofSeconds(37));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GenerateRequestsPerDayPerProjectPerModel-FreeTier", "Tokens"})
  void anyOtherQuotaIsSpent(String id) {
    assertThat(
            refused(
                "429 Too Many Requests", error("Resource exhausted.", quota(id), retry("\"37s\""))))
        .isInstanceOf(BackendException.QuotaExceeded.class);
  }

  @Test
  void aListOfOneErrorIsThatError() {
    BackendException error =
        refused(
            "429 Too Many Requests",
            "[" + error("Resource exhausted.", quota("a-day"), retry("\"37s\"")) + "]");

    assertThat(error).isInstanceOf(BackendException.QuotaExceeded.class);
    assertThat(error).hasMessageContaining("Resource exhausted").hasMessageNotContaining("{");
  }

  @Test
  void amidAStreamTheDelayIsReadToo() {
    rig.on(
        Speech.GEMINI.route(),
        Recorded.stream(
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Red\"}]}}]}\n\ndata: "
                    + error("Resource exhausted.", retry("\"37s\""))
                    + "\n\n")
            .untilClose());
    try (VlmBackend backend = Speech.GEMINI.connect(rig);
        TokenStream stream = backend.stream(QUESTION)) {
      BackendException.Overloaded error =
          catchThrowableOfType(BackendException.Overloaded.class, () -> stream.read(event -> {}));

      assertThat(error.retryAfter()).contains(Duration.ofSeconds(37));
      assertThat(error.partialText()).isEqualTo("Red");
    }
  }
}
