package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.media.EncodedVideo;
import dev.zoetrope.metrics.Ticker;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos as they are, where a server takes them; elsewhere nothing is sent. */
class VideoPartTest {
  private static final byte[] BYTES =
      "\0\0\0\fftypisom\0\0\0\bmoov\0\0\0\bmdat".getBytes(StandardCharsets.ISO_8859_1);
  private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);

  private static VlmRequest ask(OptionalDouble fps) {
    return new VlmRequest(
        List.of(
            new ContentPart.Text("Before."),
            new ContentPart.Video(EncodedVideo.of(BYTES), fps),
            new ContentPart.Text("What happens?")),
        Sampling.greedy(8));
  }

  private static VlmRequest ask() {
    return ask(OptionalDouble.empty());
  }

  private static WireServer server(String uri, WireServer.Engine engine) {
    return new WireServer(
        HttpAddress.parse(uri),
        engine,
        Optional.empty(),
        "m",
        List.of("m"),
        OptionalInt.empty(),
        true,
        true);
  }

  private static final Map<String, Function<WireServer, Dialect>> DIALECTS =
      Map.of(
          "openai", OpenAiDialect::new,
          "anthropic", AnthropicDialect::new,
          "responses", ResponsesDialect::new,
          "gemini", GeminiDialect::new,
          "ollama", server -> new OllamaDialect(server, false, Optional.empty()));

  /** What was sent and what came back; empty where nothing was sent. */
  private record Sent(List<String> requests, Optional<BackendException> error) {}

  private static Sent sent(
      String dialect, WireServer.Engine engine, byte[] answer, VlmRequest request)
      throws InterruptedException {
    try (RawServer server = RawServer.always(answer);
        HttpPool pool = new HttpPool(HttpLimits.usual());
        VlmBackend backend =
            new WireBackend(
                DIALECTS.get(dialect).apply(server(server.uri(), engine)),
                pool,
                new HttpKeys(name -> Optional.empty()),
                Ticker.system())) {
      try (TokenStream stream = backend.stream(request)) {
        stream.read(event -> {});
        return new Sent(server.requests(), Optional.empty());
      } catch (BackendException e) {
        return new Sent(server.requests(), Optional.of(e));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WireServer.Engine.class,
      names = {"VLLM", "SGLANG", "NIM", "OPENROUTER"})
  void chatCompletionsOfServersThatTakeThemGetADataUri(WireServer.Engine engine)
      throws InterruptedException {
    byte[] answer = Recorded.of("vllm-0.32.0-cpu/stream-1img").untilClose();
    Sent sent = sent("openai", engine, answer, ask());
    JsonNode parts = WireRig.body(sent.requests().get(0)).path("messages").path(0).path("content");

    assertThat(sent.error()).isEmpty();
    assertThat(parts).hasSize(3);
    assertThat(parts.path(1).path("type").asText()).isEqualTo("video_url");
    assertThat(parts.path(1).path("video_url").path("url").asText())
        .isEqualTo("data:video/mp4;base64," + BASE64);
  }

  @Test
  void geminiGetsItInlineWithTheRateThatWasWished() throws InterruptedException {
    byte[] answer = Recorded.of("litellm-1.106.2/gemini-4img-stream").untilClose();
    Sent sent = sent("gemini", WireServer.Engine.GEMINI, answer, ask(OptionalDouble.of(2.5)));
    JsonNode part = WireRig.body(sent.requests().get(0)).path("contents").at("/0/parts/1");

    assertThat(part.at("/inline_data/mime_type").asText()).isEqualTo("video/mp4");
    assertThat(part.at("/inline_data/data").asText()).isEqualTo(BASE64);
    assertThat(part.at("/video_metadata/fps").asDouble()).isEqualTo(2.5);
  }

  static List<String> others() {
    return List.of(
        "openai LLAMA_CPP",
        "openai OPENAI",
        "openai AZURE",
        "openai LM_STUDIO",
        "openai LITELLM",
        "openai TGI",
        "openai OTHER",
        "anthropic ANTHROPIC",
        "anthropic VLLM",
        "responses OPENAI",
        "responses VLLM",
        "ollama OLLAMA");
  }

  @ParameterizedTest
  @MethodSource("others")
  void nothingIsSentToAServerThatTakesNone(String whom) throws InterruptedException {
    String[] words = whom.split(" ");
    Sent sent = sent(words[0], WireServer.Engine.valueOf(words[1]), new byte[0], ask());

    assertThat(sent.requests()).isEmpty();
    assertThat(sent.error())
        .hasValueSatisfying(
            error ->
                assertThat(error)
                    .isInstanceOf(BackendException.Unsupported.class)
                    .hasMessageContaining("send frames of it as pictures"));
  }

  @Test
  void aRateIsNotDroppedWithoutAWord() throws InterruptedException {
    Sent sent = sent("openai", WireServer.Engine.VLLM, new byte[0], ask(OptionalDouble.of(2)));

    assertThat(sent.requests()).isEmpty();
    assertThat(sent.error())
        .hasValueSatisfying(
            error ->
                assertThat(error)
                    .isInstanceOf(BackendException.Unsupported.class)
                    .hasMessageContaining("leave fps out"));
  }

  @Test
  void theEmbeddedEngineTakesNone() {
    try (EmbeddedFactory factory = new EmbeddedFactory(Ticker.system());
        VlmBackend backend = factory.connect("embedded:tiny")) {
      assertThat(catchThrowableOfType(BackendException.class, () -> backend.stream(ask())))
          .isInstanceOf(BackendException.Unsupported.class)
          .hasMessageContaining("send frames of it as pictures");
    }
  }

  @Test
  void aModelOfVllmThatTakesNoneSaysSo() throws InterruptedException {
    byte[] answer = Recorded.of("vllm-0.32.0-cpu/err-video_url").untilClose();
    Sent sent = sent("openai", WireServer.Engine.VLLM, answer, ask());

    assertThat(sent.error())
        .hasValueSatisfying(
            error ->
                assertThat(error)
                    .isInstanceOf(BackendException.Unsupported.class)
                    .hasMessageContaining("At most 0 video(s)"));
  }

  @Test
  void tokensOfVideosAreVisionTokens() throws InterruptedException {
    assertThat(vision("\"prompt_tokens_details\":{\"image_tokens\":5,\"video_tokens\":90}"))
        .hasValue(95);
    assertThat(vision("\"prompt_tokens_details\":{\"multimodal_tokens\":{\"video\":90}}"))
        .hasValue(90);
    assertThat(vision("\"prompt_tokens_details\":{\"cached_tokens\":0}")).isEmpty();
  }

  private static OptionalInt vision(String details) throws InterruptedException {
    byte[] answer =
        WireRig.json(
            "{\"choices\":[{\"message\":{\"content\":\"A\"},\"finish_reason\":\"stop\"}],\"usage\":"
                + "{\"prompt_tokens\":100,\"completion_tokens\":1,"
                + details
                + "}}");
    try (RawServer server = RawServer.always(answer);
        OpenAiRig rig = OpenAiRig.on(server.uri()).as(WireServer.Engine.VLLM)) {
      return rig.ask(ask().inOnePiece()).usage().vision();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aRateMustBeOne(double fps) {
    assertThatThrownBy(() -> ask(OptionalDouble.of(fps)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fps");
  }

  @Test
  void aRecordingHoldsItsHashAndNotItsBytes() {
    WireServer server = server("http://127.0.0.1:8000", WireServer.Engine.VLLM);
    WireBody body = WireBody.of(new OpenAiDialect(server).body(ask()), Map.of());

    assertThat(body.recorded().toString())
        .contains("data:video/mp4;base64,sha256:" + EncodedVideo.of(BYTES).sha256())
        .doesNotContain(BASE64);
  }
}
