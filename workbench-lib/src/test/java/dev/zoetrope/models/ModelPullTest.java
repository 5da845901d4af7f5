package dev.zoetrope.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ModelPullTest {
  private static final String DECODER = "onnx/decoder_model_merged.onnx";
  private static final CatalogueModel MODEL = CatalogueModel.require("smolvlm-256m-instruct");

  @TempDir Path root;
  private FakeHub hub;
  private ModelFolder folder;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub(files());
    folder = ModelFolder.in(root.resolve("models"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : List.of("config.json", "preprocessor_config.json", "tokenizer.json")) {
      files.put(name, ("{\"" + name + "\": 1}").getBytes(UTF_8));
    }
    Random random = new Random(7);
    for (String suffix : List.of("", "_q4")) {
      for (String name : List.of("vision_encoder", "embed_tokens", "decoder_model_merged")) {
        byte[] bytes = new byte[200_000];
        random.nextBytes(bytes);
        files.put("onnx/" + name + suffix + ".onnx", bytes);
      }
    }
    return files;
  }

  private ModelPull plan(String variant) throws InterruptedException {
    try (ModelHub client = ModelHub.at(hub.address() + "/", Map.of())) {
      return client.plan(MODEL, MODEL.variant(variant), "main", folder);
    }
  }

  private InstalledModel pull(String variant) throws InterruptedException {
    return plan(variant).run(bytes -> {});
  }

  @Test
  void aPlanTellsFilesSizesAndLicenceAndFetchesNone() throws InterruptedException {
    ModelPull plan = plan("fp32");

    assertThat(plan.origin())
        .isEqualTo(new Origin(MODEL.repository(), FakeHub.COMMIT, "apache-2.0"));
    assertThat(plan.files()).extracting(ModelFile::path).hasSize(6).contains(DECODER);
    assertThat(plan.bytes()).isGreaterThan(600_000);
    assertThat(hub.asked).noneMatch(path -> path.contains("resolve"));
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void whatIsPulledIsThereWithItsHashes() throws Exception {
    List<Long> told = new ArrayList<>();

    InstalledModel model = plan("fp32").run(told::add);

    assertThat(folder.find("SMOLVLM-256m-instruct").orElseThrow()).isEqualTo(model);
    assertThat(Files.readAllBytes(model.folder().resolve(DECODER))).isEqualTo(files().get(DECODER));
    model
        .files()
        .forEach(
            (path, file) ->
                assertThat(file.checksum().hex())
                    .isEqualTo(FakeHub.hash("SHA-256", files().get(path))));
    assertThat(told).isSorted().last().isEqualTo(model.bytes());
  }

  @Test
  void aBrokenDownloadGoesOnWhereItStopped() throws InterruptedException {
    hub.breaks.put(DECODER, 2);

    InstalledModel model = pull("fp32");

    assertThat(model.variants()).hasSize(1);
    assertThat(hub.asked.stream().filter(path -> path.contains(DECODER)).toList())
        .hasSize(3)
        .last()
        .asString()
        .contains("bytes=");
  }

  @Test
  void aServerWithoutRangesSendsAllAnew() throws InterruptedException {
    hub.ranges = false;
    hub.breaks.put(DECODER, 1);

    assertThat(pull("fp32").bytes()).isEqualTo(plan("fp32").bytes());
  }

  @Test
  void whatAnEarlierPullFetchedIsNotFetchedAgain() throws InterruptedException {
    hub.breaks.put(DECODER, 1_000);
    hub.breakAfter = 0;
    assertThatThrownBy(() -> pull("fp32"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be asked")
        .hasMessageContaining("--mirror");
    assertThat(folder.list()).isEmpty();
    hub.breaks.clear();
    hub.asked.clear();

    pull("fp32");

    assertThat(hub.asked.stream().filter(path -> path.contains("resolve")).toList()).hasSize(1);
  }

  @Test
  void aWrongByteIsRefusedAndDeleted() throws InterruptedException {
    byte[] wrong = files().get(DECODER).clone();
    wrong[77] ^= 1;
    hub.served.put(DECODER, wrong);

    assertThatThrownBy(() -> pull("fp32"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(DECODER + " is not the file that the hub lists")
        .hasMessageContaining(FakeHub.hash("SHA-256", files().get(DECODER)));
    assertThat(folder.list()).isEmpty();
    hub.served.put(DECODER, files().get(DECODER));
    assertThat(pull("fp32").variants()).hasSize(1);
  }

  @Test
  void aSmallFileIsHeldToGitsOwnHash() {
    hub.served.put("config.json", "{\"config.json\": 2}".getBytes(UTF_8));

    assertThatThrownBy(() -> pull("fp32"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("config.json is not the file");
  }

  @Test
  void aFileThatIsTooShortOrTooLongIsRefused() {
    hub.served.put(DECODER, new byte[10]);
    assertThatThrownBy(() -> pull("fp32")).isInstanceOf(ModelException.class);
    hub.served.put(DECODER, new byte[300_000]);
    assertThatThrownBy(() -> pull("fp32"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is not the file");
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void whatTheHubLacksIsNamed() {
    assertThatThrownBy(() -> plan("q8"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("onnx/vision_encoder_quantized.onnx")
        .hasMessageContaining("another variant");
    hub.served.remove(DECODER);
    assertThatThrownBy(() -> pull("fp32"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("answers 404")
        .hasMessageContaining(DECODER);
  }

  @Test
  void aHubThatIsNotThereIsOneSentence() {
    hub.close();

    assertThatThrownBy(() -> plan("fp32"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be asked")
        .hasMessageContaining("https_proxy");
  }

  @Test
  void aDiskWithoutRoomIsToldBeforeAnythingIsFetched() throws InterruptedException {
    ModelPull plan = plan("fp32");

    assertThatThrownBy(() -> plan.run(bytes -> {}, () -> 100_000))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("needs 1 MB more")
        .hasMessageContaining("ZOETROPE_MODELS");
    assertThat(hub.asked).noneMatch(path -> path.contains("resolve"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskThatFillsUpWhileItIsWrittenIsOneSentence() throws Exception {
    Path staging =
        Files.createDirectories(
            folder.root().resolve(".pulling/" + MODEL.name() + "/" + FakeHub.COMMIT));
    Files.createSymbolicLink(staging.resolve("config.json.part"), Path.of("/dev/full"));

    assertThatThrownBy(() -> pull("fp32"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("Free some space");
    assertThat(folder.list()).isEmpty();
  }

  @Test
  void twoPullsAtOnceDoNotMix() throws InterruptedException {
    AtomicReference<Throwable> second = new AtomicReference<>();
    hub.onFile =
        () -> {
          hub.onFile = () -> {};
          try {
            pull("fp32");
          } catch (ModelException | InterruptedException e) {
            second.set(e);
          }
        };

    assertThat(pull("fp32").variants()).hasSize(1);
    assertThat(second.get())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("by somebody else");
  }

  @Test
  void aSecondVariantJoinsTheFirst() throws InterruptedException {
    pull("fp32");

    InstalledModel both = pull("q4");

    assertThat(both.variants()).extracting(ModelVariant::name).containsExactly("fp32", "q4");
    assertThat(both.files()).hasSize(9);
    assertThat(folder.find(MODEL.name())).isEqualTo(Optional.of(both));
  }

  @Test
  void removedIsRemoved() throws InterruptedException {
    InstalledModel model = pull("fp32");

    folder.remove(model.name());

    assertThat(model.folder()).doesNotExist();
    assertThat(folder.list()).isEmpty();
    assertThatThrownBy(() -> folder.remove(model.name()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("No model");
  }

  @Test
  void aFolderWithoutANetworkIsNoModel() throws IOException {
    Path from = Files.createDirectories(root.resolve("from"));
    assertThatThrownBy(() -> folder.importFrom(from, "mine"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no config.json");
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      if (!file.getKey().contains("decoder")) {
        Path to = from.resolve(file.getKey());
        Files.createDirectories(to.getParent());
        Files.write(to, file.getValue());
      }
    }
    assertThatThrownBy(() -> folder.importFrom(from, "mine"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("decoder_model_merged.onnx");
    assertThatThrownBy(() -> folder.importFrom(from, "../mine"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> folder.importFrom(from, "tiny"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
