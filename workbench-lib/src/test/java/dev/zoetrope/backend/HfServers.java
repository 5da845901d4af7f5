package dev.zoetrope.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real vLLM on the processor and a real {@code transformers serve}, both with the weights of the
 * other tests as a Hugging Face folder. Installed once, see {@link TestTool}: 6 GB.
 */
final class HfServers implements BeforeAllCallback, AfterAllCallback {
  static final String VLLM_VERSION = "0.32.0";
  private static final Duration START = Duration.ofMinutes(5);

  private final List<ServerProcess> running = new ArrayList<>();
  private Optional<Path> environment = Optional.empty();
  private Path model = Path.of("");
  private int vllm;
  private int transformers;

  String vllm() {
    return "http://127.0.0.1:" + vllm;
  }

  /** Its model answers to its folder's name only, and its list of models does not know it. */
  String transformers() {
    return "http://127.0.0.1:" + transformers + "#" + model;
  }

  Path model() {
    return model;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Assumptions.assumeTrue(
        System.getProperty("os.name").equals("Linux"), "vLLM's wheel for processors needs Linux");
    environment = Optional.of(TestTool.environmentOrSkip("vllm"));
    try {
      nameVllm();
      model = ServerProcess.folder().resolve("hf-model");
      convert();
      startTransformers();
      startVllm();
    } catch (IOException e) {
      afterAll(context);
      throw new UncheckedIOException(e);
    }
  }

  private String tool(String name) {
    return environment.orElseThrow().resolve("bin/" + name).toString();
  }

  /** It looks its version up under a name that the wheel for processors does not have. */
  private void nameVllm() throws IOException {
    Path packages;
    try (Stream<Path> all = Files.list(environment.orElseThrow().resolve("lib"))) {
      packages =
          all.filter(folder -> folder.getFileName().toString().startsWith("python3"))
              .findFirst()
              .orElseThrow()
              .resolve("site-packages");
    }
    String version = VLLM_VERSION + "+cpu";
    Path info = Files.createDirectories(packages.resolve("vllm-" + version + ".dist-info"));
    Files.writeString(
        info.resolve("METADATA"), "Metadata-Version: 2.1\nName: vllm\nVersion: " + version + "\n");
  }

  private void convert() throws IOException {
    Path main =
        TestTool.root().resolve("workbench-lib/src/main/resources/dev/zoetrope/backend/tiny");
    Path script = TestTool.root().resolve("workbench-lib/src/test/python/hf_model.py");
    TestTool.run(
        TestTool.root(),
        tool("python"),
        script.toString(),
        LlamaServer.model("tiny-f16.gguf"),
        LlamaServer.model("mmproj-tiny-f16.gguf"),
        main.toString(),
        model.toString());
  }

  private void startVllm() throws IOException {
    vllm = ServerProcess.freePort();
    List<String> words =
        new ArrayList<>(List.of(tool("vllm"), "serve", model.toString(), "--enforce-eager"));
    words.addAll(List.of("--served-model-name", "tinyvlm", "--host", "127.0.0.1"));
    words.addAll(List.of("--port", Integer.toString(vllm), "--dtype", "float32"));
    words.addAll(List.of("--max-model-len", "1024", "--limit-mm-per-prompt", "{\"image\":8}"));
    words.addAll(List.of("--max-num-seqs", "2", "--generation-config", "vllm"));
    words.addAll(List.of("--enable-per-request-metrics", "--enable-prompt-tokens-details"));
    ProcessBuilder builder = quiet(words);
    builder.environment().put("VLLM_NO_USAGE_STATS", "1");
    builder.environment().put("VLLM_CPU_KVCACHE_SPACE", "1");
    builder.environment().put("VLLM_CPU_OMP_THREADS_BIND", "nobind");
    start("vllm", builder, vllm);
  }

  private void startTransformers() throws IOException {
    transformers = ServerProcess.freePort();
    List<String> words = new ArrayList<>(List.of(tool("transformers"), "serve", model.toString()));
    words.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(transformers)));
    start("transformers", quiet(words), transformers);
  }

  private static ProcessBuilder quiet(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("HF_HUB_OFFLINE", "1");
    builder.environment().put("OMP_NUM_THREADS", "2");
    return builder;
  }

  private void start(String name, ProcessBuilder builder, int port) throws IOException {
    ServerProcess started = ServerProcess.start(name, builder);
    running.add(started);
    started.awaitFine("http://127.0.0.1:" + port + "/health", START);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    running.forEach(ServerProcess::close);
    running.clear();
  }
}
