package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.models.InstalledModel;
import dev.zoetrope.models.ModelFolder;
import dev.zoetrope.models.ModelVariant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A folder like a clone of real SmolVLM's, made of the packaged weights: every number format that
 * is in it answers what ONNX Runtime's own binding answers with it. Where the tools that make it
 * cannot be installed, the tests are skipped and say so.
 */
class EmbeddedFormatsIT {
  @TempDir static Path root;

  private static final EmbeddedPool POOL = new EmbeddedPool(OrtEnvironment::getEnvironment);
  private static InstalledModel installed;
  private static EmbeddedFactory factory;

  @BeforeAll
  static void install() throws IOException {
    String python = TestTool.environmentOrSkip("formats").resolve("bin/python").toString();
    Path library = TestTool.root().resolve("workbench-lib/src");
    TestTool.run(
        root,
        python,
        library.resolve("test/python/formats.py").toString(),
        library.resolve("main/resources/dev/zoetrope/backend/tiny").toString(),
        library.resolve("test/resources/dev/zoetrope/backend/embedded/pictures").toString(),
        root.resolve("clone").toString());
    ModelFolder folder = ModelFolder.in(root.resolve("models"));
    installed = folder.importFrom(root.resolve("clone"), "Clone");
    factory = new EmbeddedFactory(Ticker.system(), POOL, EmbeddedFixtures.FILES, folder);
  }

  @AfterAll
  static void unload() {
    if (factory != null) {
      factory.close();
    }
    assertThat(POOL.loaded()).isZero();
  }

  @Test
  void everyFormatOfTheFolderIsFound() {
    assertThat(installed.variants())
        .extracting(ModelVariant::name)
        .containsExactlyInAnyOrder("fp32", "fp16", "q8", "q4", "q4f16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp32", "fp16", "q8", "q4", "q4f16"})
  void itAnswersLikeTheReference(String format) throws IOException, InterruptedException {
    VlmBackend backend = factory.connect("embedded:clone#" + format);
    JsonNode answers = new ObjectMapper().readTree(root.resolve("clone/answers.json").toFile());
    for (JsonNode row : answers) {
      if (row.path("format").asText().equals(format)) {
        Completion answer = backend.stream(question(row)).read(event -> {});

        assertThat(answer.text())
            .as(row.path("question").asText())
            .isEqualTo(row.path("text").asText());
      }
    }
    assertThat(backend.card().model()).isEqualTo("Clone (" + format + ")");
  }

  private static VlmRequest question(JsonNode row) {
    String[] pictures =
        StreamSupport.stream(row.path("pictures").spliterator(), false)
            .map(JsonNode::asText)
            .toArray(String[]::new);
    return EmbeddedFixtures.ask(row.path("question").asText(), pictures);
  }
}
