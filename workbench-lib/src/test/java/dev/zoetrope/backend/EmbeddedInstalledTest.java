package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.models.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedInstalledTest {
  private static final List<String> NAMES =
      List.of(
          "config.json",
          "preprocessor_config.json",
          "tokenizer.json",
          "vision_encoder.onnx",
          "embed_tokens.onnx",
          "decoder_model_merged.onnx");

  @TempDir Path root;
  private final EmbeddedPool pool = new EmbeddedPool(OrtEnvironment::getEnvironment);

  private ModelFolder folder() {
    return ModelFolder.in(root.resolve("models"));
  }

  private EmbeddedFactory factory() {
    return new EmbeddedFactory(Ticker.system(), pool, EmbeddedFixtures.FILES, folder());
  }

  private void install() throws IOException {
    folder().importFrom(barer(source()), "Mine");
  }

  /** As the real ones are: pictures become tiles, here of a quarter of the longest edge. */
  private void installSplitting() throws IOException {
    Path from = source();
    Path file = from.resolve("preprocessor_config.json");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    json.put("do_image_splitting", true).putObject("size").put("longest_edge", 512);
    Files.writeString(file, json.toString());
    folder().importFrom(from, "Mine");
  }

  private Path source() throws IOException {
    Path from = Files.createDirectories(root.resolve("from/onnx")).getParent();
    for (String name : NAMES) {
      try (InputStream in = EmbeddedFiles.class.getResourceAsStream("tiny/" + name)) {
        String place = name.endsWith(".onnx") ? "onnx/" + name : name;
        Files.copy(Objects.requireNonNull(in, name), from.resolve(place));
      }
    }
    return from;
  }

  /** As some configurations are: without the size of a head, with the end of a text as the end. */
  private static Path barer(Path from) throws IOException {
    Path config = from.resolve("config.json");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(config.toFile());
    ObjectNode text = (ObjectNode) json.get("text_config");
    text.remove("head_dim");
    text.put("eos_token_id", 0);
    Files.writeString(config, json.toString());
    return from;
  }

  @AfterEach
  void nothingStaysLoaded() {
    assertThat(pool.loaded()).isZero();
  }

  @Test
  void anInstalledModelAnswersLikeThePackagedOne() throws Exception {
    install();
    try (EmbeddedFactory installed = factory();
        EmbeddedFactory packaged = factory()) {
      VlmBackend mine = installed.connect("embedded:mine#fp32");
      String text = mine.stream(EmbeddedFixtures.fourFrames()).read(event -> {}).text();
      String tiny =
          packaged.connect("embedded:tiny").stream(EmbeddedFixtures.fourFrames())
              .read(event -> {})
              .text();

      assertThat(text).isNotEmpty().isEqualTo(tiny);
      assertThat(mine.card().uri()).isEqualTo("embedded:Mine#fp32");
      assertThat(mine.card().model()).isEqualTo("Mine (fp32)");
      assertThat(mine.card().contextLength()).hasValue(EmbeddedFixtures.CONFIG.context());
    }
  }

  @Test
  void picturesAreSplitAsTheModelIsConfigured() throws Exception {
    installSplitting();
    try (EmbeddedFactory factory = factory()) {
      VlmBackend mine = factory.connect("embedded:mine");
      Completion answer = ask(mine);

      assertThat(form(answer)).isEqualTo("each picture split into tiles, and as a whole");
      assertThat(mine.card().traits().prompt()).hasValue(form(answer));
      assertThat(answer.usage().vision()).as("4 by 3 tiles and the whole").hasValue(13 * 16);
      assertThat(answer.timeline().imageEncodes()).hasSize(1);
    }
  }

  @Test
  void picturesOfASplittingModelGoWholeWhereThatIsAsked() throws Exception {
    installSplitting();
    try (EmbeddedFactory factory = factory()) {
      VlmBackend whole = factory.connect("embedded:mine?pictures=whole#fp32");
      Completion answer = ask(whole);
      ask(factory.connect("embedded:mine"));

      assertThat(whole.card().uri()).isEqualTo("embedded:Mine?pictures=whole#fp32");
      assertThat(whole.card().model()).isEqualTo("Mine (fp32, whole)");
      assertThat(form(answer)).isEqualTo("each picture whole");
      assertThat(answer.usage().vision()).hasValue(16);
      assertThat(pool.loaded()).as("both forms share the weights").isEqualTo(1);
    }
  }

  private static Completion ask(VlmBackend backend) throws InterruptedException {
    VlmRequest question = EmbeddedFixtures.ask("Describe the image.", "wide.png");
    return backend.stream(question).read(event -> {});
  }

  private static String form(Completion answer) {
    return answer.conditions().orElseThrow().prompt().orElseThrow().words();
  }

  @Test
  void aModelOfAnotherFamilyIsRefusedWhenItIsConnected() throws Exception {
    Path from = source();
    Files.writeString(from.resolve("config.json"), "{\"model_type\": \"other\"}");
    folder().importFrom(from, "Mine");

    try (EmbeddedFactory factory = factory()) {
      assertThatThrownBy(() -> factory.connect("embedded:mine"))
          .isInstanceOf(BackendException.ModelUnavailable.class)
          .hasMessageContaining("is not of the SmolVLM family");
    }
  }

  @Test
  void aDamagedFileIsRefusedWithAWayOut() throws Exception {
    install();
    Path decoder = root.resolve("models/Mine/onnx/decoder_model_merged.onnx");
    byte[] bytes = Files.readAllBytes(decoder);
    bytes[bytes.length / 2] ^= 1;
    Files.write(decoder, bytes);

    try (EmbeddedFactory factory = factory()) {
      assertThatThrownBy(() -> factory.connect("embedded:Mine").prepare())
          .isInstanceOf(BackendException.ModelUnavailable.class)
          .hasMessageContaining("decoder_model_merged.onnx")
          .hasMessageContaining("zoetrope models remove");
    }
  }

  @Test
  void whatIsNotThereIsSaidHowToFetch() throws Exception {
    install();
    try (EmbeddedFactory factory = factory()) {
      assertThatThrownBy(() -> factory.connect("embedded:smolvlm-256m-instruct#q4"))
          .isInstanceOf(BackendException.UnknownBackend.class)
          .hasMessage(
              "SmolVLM-256M-Instruct is not on this machine. To fetch it: zoetrope models pull"
                  + " SmolVLM-256M-Instruct#q4");
      assertThatThrownBy(() -> factory.connect("embedded:Mine#q4"))
          .hasMessageContaining("without the variant \"q4\" (there is fp32)");
      assertThatThrownBy(() -> factory.connect("embedded:SmolVLM-256-Instruct"))
          .hasMessageContaining("Did you mean embedded:SmolVLM-256M-Instruct?")
          .hasMessageContaining("Known: embedded:tiny, embedded:tiny-int8, embedded:Mine.");
    }
  }
}
