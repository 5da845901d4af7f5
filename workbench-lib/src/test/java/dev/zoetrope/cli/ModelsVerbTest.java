package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.models.FakeHub;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsVerbTest {
  @TempDir Path folder;

  private Cli.Ran models(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> environment = Map.of("ZOETROPE_MODELS", folder.toString());
    String[] words = Stream.concat(Stream.of("models"), Stream.of(args)).toArray(String[]::new);
    int code = Main.run(words, environment, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Cli.Ran(code, out.toString(), err.toString());
  }

  private static Map<String, byte[]> tinyAsTheHubHasIt() throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    for (String name : List.of("config.json", "preprocessor_config.json", "tokenizer.json")) {
      files.put(name, tiny(name));
    }
    for (String name : List.of("vision_encoder", "embed_tokens", "decoder_model_merged")) {
      files.put("onnx/" + name + ".onnx", tiny(name + ".onnx"));
    }
    return files;
  }

  private static byte[] tiny(String name) throws IOException {
    try (InputStream in = Main.class.getResourceAsStream("/dev/zoetrope/backend/tiny/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @Test
  void pullsShowsListsAndRemoves() throws IOException {
    try (FakeHub hub = new FakeHub(tinyAsTheHubHasIt())) {
      Cli.Ran pulled = models("pull", "SmolVLM-256M-Instruct", "--mirror", hub.address());
      Cli.Ran listed = models("list");
      Cli.Ran again = models("pull", "SmolVLM-256M-Instruct", "--mirror", hub.address());
      Cli.Ran removed = models("remove", "SmolVLM-256M-Instruct");

      assertThat(pulled.err()).isEmpty();
      assertThat(pulled.code()).isZero();
      assertThat(pulled.out())
          .contains("licence: apache-2.0", "MB  onnx/decoder_model_merged.onnx", "in all")
          .contains("It is there: embedded:SmolVLM-256M-Instruct#fp32");
      assertThat(listed.out())
          .contains("embedded:SmolVLM-256M-Instruct#fp32", "apache-2.0")
          .contains("zoetrope models pull SmolVLM-500M-Instruct");
      assertThat(again.out()).contains("It is there already.");
      assertThat(removed.code()).isZero();
      assertThat(models("list").out()).doesNotContain("embedded:SmolVLM-256M");
    }
  }

  @Test
  void aDryRunFetchesNothing() throws IOException {
    try (FakeHub hub = new FakeHub(tinyAsTheHubHasIt())) {
      Cli.Ran dry = models("pull", "smolvlm-256m-instruct", "--mirror", hub.address(), "--dry-run");

      assertThat(dry.out()).contains("in all, into " + folder, "Nothing was fetched.");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void whatIsMistypedIsAUsageError() {
    Cli.Ran unknown = models("pull", "SmolVLM-256-Instruct");
    Cli.Ran variant = models("pull", "SmolVLM-256M-Instruct#q5");
    Cli.Ran mirror = models("pull", "SmolVLM-256M-Instruct", "--mirror", "mirror.lab");
    Cli.Ran nothing = models();

    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("Did you mean SmolVLM-256M-Instruct?");
    assertThat(variant.err()).contains("no variant \"q5\": fp32, q8, q4");
    assertThat(mirror.err()).contains("give an address");
    assertThat(nothing.code()).isEqualTo(2);
  }

  @Test
  void aHubThatIsNotThereIsUnavailable() throws IOException {
    FakeHub hub = new FakeHub(Map.of());
    hub.close();

    Cli.Ran pulled = models("pull", "SmolVLM-256M-Instruct", "--mirror", hub.address());

    assertThat(pulled.code()).isEqualTo(3);
    assertThat(pulled.err()).contains("cannot be asked").doesNotContain("\tat ");
  }
}
