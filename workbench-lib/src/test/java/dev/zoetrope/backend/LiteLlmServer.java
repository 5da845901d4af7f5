package dev.zoetrope.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real LiteLLM proxy before a llama-server of its own: one model of it under three names, for
 * LiteLLM speaks Anthropic's, Gemini's, Azure's and OpenAI's protocols. Installed once, see {@link
 * TestTool}; where that fails the tests are skipped and say why.
 */
final class LiteLlmServer implements BeforeAllCallback, AfterAllCallback {
  static final String KEY = "sk-only-for-tests";
  private static final Duration START = Duration.ofMinutes(4);

  private final LlamaServer llama = LlamaServer.vision();
  private Optional<ServerProcess> process = Optional.empty();
  private int port;

  /** Where it listens, as a backend URI. */
  String uri() {
    return "http://127.0.0.1:" + port;
  }

  /** What answers behind it. */
  LlamaServer llama() {
    return llama;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Assumptions.assumeFalse(
        "skip".equals(System.getProperty("zoetrope.litellm")), "skipped by -Dzoetrope.litellm");
    LlamaServer.assumeRunnable();
    Path environment = TestTool.environmentOrSkip("litellm");
    llama.start();
    try {
      launch(environment);
    } catch (IOException e) {
      afterAll(context);
      throw new UncheckedIOException(e);
    }
  }

  private void launch(Path environment) throws IOException {
    Path settings = Files.createTempFile(ServerProcess.folder(), "litellm-", ".yaml");
    Files.writeString(settings, settings());
    port = ServerProcess.freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
            environment.resolve("bin/litellm").toString(),
            "--config",
            settings.toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port));
    builder.environment().put("LITELLM_MASTER_KEY", KEY);
    builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
    // Where the machine reaches the world by a proxy, its own loopback is not behind it.
    builder.environment().put("NO_PROXY", "127.0.0.1,localhost");
    builder.environment().put("no_proxy", "127.0.0.1,localhost");
    ServerProcess started = ServerProcess.start("litellm", builder);
    process = Optional.of(started);
    started.awaitFine(uri() + "/health/liveliness", START);
  }

  private String settings() {
    StringBuilder yaml = new StringBuilder("model_list:\n");
    for (String name : new String[] {"tinyvlm", "claude-tiny", "gemini-tiny"}) {
      yaml.append("  - model_name: ").append(name).append('\n');
      yaml.append("    litellm_params: {model: openai/tinyvlm, api_key: none, api_base: '");
      yaml.append(llama.uri()).append("/v1'}\n");
    }
    return yaml + "litellm_settings: {telemetry: false}\n";
  }

  @Override
  public void afterAll(ExtensionContext context) {
    process.ifPresent(ServerProcess::close);
    process = Optional.empty();
    llama.close();
  }
}
