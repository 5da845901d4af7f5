package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zoetrope.metrics.Ticker;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against a real LiteLLM over a real llama-server: another's reading of Anthropic's, Gemini's,
 * Azure's and OpenAI's protocols, with an answer that is known.
 */
@Tag("slow")
class LiteLlmIT {
  @RegisterExtension static final LiteLlmServer LITELLM = new LiteLlmServer();

  private static final String CHAT = "#tinyvlm";
  private static final String MESSAGES = "/v1/messages#claude-tiny";
  private static final String RESPONSES = "/v1/responses#tinyvlm";
  private static final String GEMINI = "/v1beta#gemini-tiny";
  private static final String AZURE = "/openai/deployments/tinyvlm?api-version=2024-10-21";

  private final Map<String, String> environment = new HashMap<>();
  private final WireFactory factory =
      new WireFactory(Ticker.system(), name -> Optional.ofNullable(environment.get(name)));

  @BeforeEach
  void giveTheKey() {
    environment.put("ZOETROPE_API_KEY", LiteLlmServer.KEY);
    environment.put("ZOETROPE_API_KEY_HOST", "127.0.0.1");
  }

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

  private BackendException fault(String path, VlmRequest request) {
    return catchThrowableOfType(BackendException.class, () -> ask(LITELLM.uri() + path, request));
  }

  private static VlmRequest describe(int images) {
    return Pictures.ask(images, "What do you see?", 24);
  }

  @Test
  void saysWhatItIs() {
    try (VlmBackend backend = factory.connect(LITELLM.uri())) {
      assertThat(backend.card().server()).isEqualTo("LiteLLM");
      assertThat(backend.card().traits().models())
          .containsExactlyInAnyOrder("tinyvlm", "claude-tiny", "gemini-tiny");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, MESSAGES, RESPONSES, GEMINI, AZURE})
  void eachProtocolGivesTheAnswerAndTheCountsOfTheServerBehindIt(String path)
      throws InterruptedException {
    for (int images : new int[] {0, 1, 2, 4}) {
      Completion direct = ask(LITELLM.llama().uri(), describe(images));
      for (VlmRequest question : List.of(describe(images), describe(images).inOnePiece())) {
        Completion told = ask(LITELLM.uri() + path, question);

        assertThat(told.text()).as("%d pictures", images).isEqualTo(direct.text());
        assertThat(told.finish()).isEqualTo(FinishReason.STOP);
        if (path.equals(GEMINI) && question.streamed()) {
          assertThat(told.usage().prompt()).as("it says 0 of every stream").isEmpty();
        } else {
          assertThat(told.usage().prompt()).isEqualTo(direct.usage().prompt());
          assertThat(told.usage().completion()).isEqualTo(direct.usage().completion());
        }
        assertThat(told.timeline().deltas().isEmpty()).isEqualTo(!question.streamed());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, MESSAGES, RESPONSES, GEMINI, AZURE})
  void earlierTurnsAndASystemPromptReachTheModel(String path) throws InterruptedException {
    VlmRequest bare = Pictures.ask(1, "And now?", 8);
    VlmRequest talk =
        bare.withSystem("Be brief.")
            .withHistory(
                List.of(
                    new VlmRequest.Turn(
                        VlmRequest.Speaker.USER, List.of(new ContentPart.Text("What is it?"))),
                    new VlmRequest.Turn(
                        VlmRequest.Speaker.MODEL, List.of(new ContentPart.Text("A circle.")))));

    assertThat(ask(LITELLM.uri() + path, talk.inOnePiece()).usage().prompt())
        .isEqualTo(ask(LITELLM.llama().uri(), talk).usage().prompt());
  }

  /** It does not pass on the limit of a message, and calls a response that was cut complete. */
  @ParameterizedTest
  @ValueSource(strings = {CHAT, GEMINI, AZURE})
  void theTokenLimitEndsIt(String path) throws InterruptedException {
    VlmRequest question = Pictures.ask(1, "Describe what happens.", 2);

    assertThat(ask(LITELLM.uri() + path, question).finish()).isEqualTo(FinishReason.LENGTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, MESSAGES, RESPONSES, GEMINI, AZURE})
  void aCancelledQuestionEndsAndTheNextIsAnswered(String path) throws InterruptedException {
    try (VlmBackend backend = factory.connect(LITELLM.uri() + path);
        TokenStream stream = backend.stream(describe(16))) {
      Consumer<TokenEvent> closer =
          event -> {
            if (event instanceof TokenEvent.BodySent) {
              stream.close();
            }
          };
      assertThat(stream.read(closer).finish()).isEqualTo(FinishReason.CANCELLED);
    }
    assertThat(ask(LITELLM.uri() + path, describe(1)).text()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, MESSAGES, RESPONSES, GEMINI, AZURE})
  void aPromptThatDoesNotFitIsAContextOverflow(String path) {
    assertThat(fault(path, Pictures.ask(1, "word ".repeat(20_000), 8)))
        .isInstanceOf(BackendException.ContextOverflow.class);
  }

  @Test
  void picturesThatItLeavesOutInSilenceAreFoundByTheirTokens() {
    VlmRequest camelCase = describe(2).inOnePiece().withExtras(Map.of("contents", inCamelCase()));

    assertThat(fault(GEMINI, camelCase))
        .isInstanceOf(BackendException.PicturesLost.class)
        .hasMessageContaining("sent 2 pictures, but its token count shows only about 0");
  }

  /** As Gemini's own documentation writes it; this proxy reads only inline_data. */
  private static List<Object> inCamelCase() {
    List<Object> parts = new ArrayList<>();
    for (int x : new int[] {8, 32}) {
      String data = Base64.getEncoder().encodeToString(Pictures.circle(x).bytes());
      parts.add(Map.of("inlineData", Map.of("mimeType", "image/png", "data", data)));
    }
    parts.add(Map.of("text", "Describe what happens."));
    return List.of(Map.of("role", "user", "parts", parts));
  }

  @Test
  void withoutAKeyOneIsAskedFor() {
    environment.clear();

    assertThat(
            catchThrowableOfType(
                BackendException.class, () -> factory.connect(LITELLM.uri()).close()))
        .isInstanceOf(BackendException.Unauthorized.class)
        .hasMessageContaining("ZOETROPE_API_KEY");
  }

  @Test
  void aWrongKeyIsNotRepeated() {
    environment.put("ZOETROPE_API_KEY", "sk-canary-wrong");

    assertThat(fault(CHAT, describe(0))).hasMessageNotContaining("canary");
  }
}
