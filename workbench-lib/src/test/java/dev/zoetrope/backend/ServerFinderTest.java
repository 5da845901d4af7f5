package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that cannot run here are known by what their documentation says that they say. */
class ServerFinderTest {
  private final WireRig rig = new WireRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private BackendCard card() {
    try (VlmBackend backend = rig.connect("")) {
      return backend.card();
    }
  }

  private void models(String owner) {
    rig.json("GET /v1/models", "{\"data\":[{\"id\":\"m\",\"owned_by\":\"" + owner + "\"}]}");
  }

  @ParameterizedTest
  @CsvSource({"sglang, /server_info", "somebody, /server_info", "somebody, /get_server_info"})
  void sglangTellsOfItsRadixCache(String owner, String path) {
    models(owner);
    rig.json("GET " + path, "{\"version\":\"0.5.1\",\"disable_radix_cache\":false}");

    assertThat(card().server()).isEqualTo("SGLang");
    assertThat(card().version()).contains("0.5.1");
  }

  @ParameterizedTest
  @CsvSource({"vlm, true", "llm, false"})
  void lmStudioTellsWhatItsModelsAre(String type, boolean vision) {
    models("organization_owner");
    String model = "\"type\":\"" + type + "\",\"state\":\"loaded\",\"max_context_length\":4096";
    rig.json("GET /api/v0/models", "{\"data\":[{\"id\":\"m\"," + model + "}]}");

    assertThat(card().server()).isEqualTo("LM Studio");
    assertThat(card().vision()).isEqualTo(vision);
    assertThat(card().contextLength()).hasValue(4096);
  }

  @Test
  void textGenerationInferenceNamesItsRouter() {
    models("x");
    rig.json("GET /info", "{\"router\":\"text-generation-router\",\"version\":\"3.0\"}");

    assertThat(card().server()).isEqualTo("Text Generation Inference");
    assertThat(card().version()).contains("3.0");
  }

  @ParameterizedTest
  @CsvSource({"True, : on", "False, : off", "'', ', on unless started without'"})
  void vllmTellsWhetherItRemembersPrompts(String enabled, String words) {
    models("vllm");
    if (!enabled.isEmpty()) {
      String line =
          "vllm:cache_config_info{block_size=\"128\",enable_prefix_caching=\""
              + enabled
              + "\"} 1.0";
      rig.on("GET /metrics", WireRig.json(line));
    }

    assertThat(card().traits().caches().orElseThrow()).startsWith("prompts by prefix" + words);
  }

  @Test
  void aListThatSaysSoTellsWhichModelsSee() {
    String eyes = "\"architecture\":{\"input_modalities\":[\"text\",\"image\"]}";
    String words = "\"architecture\":{\"input_modalities\":[\"text\"]}";
    rig.json(
        "GET /v1/models",
        "{\"data\":[{\"id\":\"m\"," + eyes + "},{\"id\":\"n\"," + words + "},{\"id\":\"o\"}]}");

    assertThat(card().traits().sees()).containsOnly(Map.entry("m", true), Map.entry("n", false));
  }

  /** Each says who it is, and has the pages of those behind it too: the first of the order wins. */
  @Test
  void whoeverAnswersOnSeveralPagesIsKnownInAFixedOrder() {
    models("x");
    List<String> known = new ArrayList<>();
    for (String page :
        List.of(
            "GET /openapi.json=" + TRANSFORMERS,
            "GET /health/liveliness=\"I'm alive!\"",
            "GET /v1/metadata={\"modelInfo\":[]}",
            "GET /server_info={\"disable_radix_cache\":false}",
            "GET /info={\"router\":\"text-generation-router\"}",
            "GET /api/v0/models={\"data\":[{\"id\":\"m\",\"state\":\"loaded\"}]}",
            "GET /=Ollama is running")) {
      rig.on(page.replaceFirst("=.*", ""), WireRig.json(page.replaceFirst("[^=]*=", "")));
      if (page.startsWith("GET /=")) {
        rig.on("GET /api/tags", "ollama-0.33.0/api-tags")
            .on("POST /api/show", "ollama-0.33.0/api-show");
      }
      known.add(card().server());
    }

    assertThat(known)
        .containsExactly(
            "transformers serve",
            "LiteLLM",
            "NVIDIA NIM",
            "SGLang",
            "Text Generation Inference",
            "LM Studio",
            "Ollama");
  }

  @Test
  void liteLlmIsKnownByItsPageOfHealth() {
    models("openai");
    rig.json("GET /health/liveliness", "\"I'm alive!\"");

    assertThat(card().server()).isEqualTo("LiteLLM");
  }

  @Test
  void liteLlmThatFailsWithoutItsKeyAsksForIt() {
    rig.on("GET /v1/models", WireRig.status("500 Internal Server Error", "Internal Server Error"));
    rig.json("GET /health/liveliness", "\"I'm alive!\"");

    for (String name : new String[] {"", "#tinyvlm"}) {
      assertThat(catchThrowable(() -> rig.connect(name).close()))
          .isInstanceOf(BackendException.Unauthorized.class)
          .hasMessageContaining("ZOETROPE_API_KEY");
    }
  }

  private static final String TRANSFORMERS =
      "{\"paths\":{\"/v1/chat/completions\":{},\"/load_model\":{},\"/reset\":{}}}";

  @Test
  void transformersServeIsKnownByItsPagesAndAskedByTheNameThatTheUserGives() {
    models("cached");
    rig.json("GET /openapi.json", TRANSFORMERS);

    try (VlmBackend named = rig.connect("#/models/tiny")) {
      assertThat(named.card().server()).isEqualTo("transformers serve");
      assertThat(named.card().model()).isEqualTo("tiny");
    }
    assertThat(card().model()).as("the first that it has").isEqualTo("m");
  }

  @Test
  void transformersServeWithoutAListWantsAName() {
    rig.on("GET /v1/models", WireRig.status("500 Internal Server Error", "Internal Server Error"));
    rig.json("GET /openapi.json", TRANSFORMERS);

    assertThat(catchThrowable(() -> rig.connect("").close()))
        .isInstanceOf(BackendException.ModelNotFound.class)
        .hasMessageContaining("write the name or folder that it was started with behind a #");
  }

  @Test
  void whoeverIsNotKnownIsOpenAiCompatible() {
    models("x");

    assertThat(card().server()).isEqualTo("OpenAI-compatible");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1#gpt, https://api.openai.com/, ANY",
    "https://openrouter.ai#a/b, https://openrouter.ai/api, ANY",
    "https://openrouter.ai/api/v1#a/b, https://openrouter.ai/api, ANY",
    "https://api.anthropic.com#claude, https://api.anthropic.com/, MESSAGES",
    "https://generativelanguage.googleapis.com#g, https://generativelanguage.googleapis.com/, GEMINI",
    "https://me.openai.azure.com#gpt, https://me.openai.azure.com/, AZURE",
    "http://h:1/x/v1/responses#m, http://h:1/x, RESPONSES",
    "http://h:1/v1/messages#m, http://h:1/, MESSAGES",
    "http://h:1/v1beta/models/m:streamGenerateContent, http://h:1/, GEMINI",
    "http://h:1/openai/deployments/m/chat/completions, http://h:1/, AZURE",
  })
  void anAddressNamesItsProtocol(String uri, String root, HttpApi api) {
    HttpAddress address = HttpAddress.parse(uri);

    assertThat(address.root()).hasToString(root);
    assertThat(address.api()).isEqualTo(api);
    assertThat(address.model()).isPresent();
  }
}
