package dev.zoetrope.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Ollama on a free loopback port with the tiny weights of this repository as "tinyvlm". Its
 * binary is built once by Go (see {@link TestTool#goTool}); its runner is the llama-server of
 * {@link LlamaServer}. Where there is no Go the tests are skipped and say so.
 */
public final class OllamaServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  static final String VERSION = "0.33.0";
  private static final Duration START = Duration.ofSeconds(180);
  private static final String SKIP = "zoetrope.ollama";
  private static final String MODULE = "github.com/ollama/ollama";

  /** It checks weights by copying them with this tool, which the wheel does not have. */
  private static final String QUANTIZE =
      """
      #!/bin/sh
      in= out=
      for a; do
        case "$a" in -*) ;; *) if [ -z "$in" ]; then in=$a; elif [ -z "$out" ]; then out=$a; fi ;; esac
      done
      exec cp "$in" "$out"
      """;

  private static final String MODEL_FILE =
      """
      FROM %s
      FROM %s
      TEMPLATE \"\"\"{{ range .Messages }}{{ if eq .Role "user" }}<|im_start|>User:{{ .Content }}<end_of_utterance>
      {{ else if eq .Role "assistant" }}<|im_start|>Assistant: {{ .Content }}<end_of_utterance>
      {{ end }}{{ end }}Assistant:\"\"\"
      PARAMETER num_ctx 2048
      PARAMETER stop <end_of_utterance>
      PARAMETER temperature 0
      """;

  private Optional<Process> process = Optional.empty();
  private Path folder = Path.of("target").toAbsolutePath();
  private int port;

  /** Where it listens, as a backend URI. */
  public String uri() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Builds it if need be, starts it and gives it the model; skips the test where it cannot run. */
  public OllamaServer start() {
    LlamaServer.assumeRunnable();
    Assumptions.assumeFalse(
        "skip".equals(System.getProperty(SKIP)), "skipped by -D" + SKIP + "=skip");
    Assumptions.assumeTrue(
        TestTool.hasGo(), "a real Ollama is built by Go 1.24 or newer: none here");
    try {
      Path binary =
          TestTool.goTool(
              "ollama", MODULE, "v" + VERSION, "-X " + MODULE + "/version.Version=" + VERSION);
      equip(binary.resolveSibling("../lib/ollama").normalize());
      launch(binary);
      awaitReady();
      create(binary);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static synchronized void equip(Path library) throws IOException {
    Files.createDirectories(library);
    Path runner = library.resolve("llama-server");
    Files.deleteIfExists(runner);
    Files.createSymbolicLink(
        runner, LlamaServer.binary(TestTool.environment("llama-server")).toAbsolutePath());
    Path quantize = library.resolve("llama-quantize");
    Files.writeString(quantize, QUANTIZE);
    if (!quantize.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + quantize + " executable");
    }
  }

  private void launch(Path binary) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    folder = Files.createTempDirectory(Files.createDirectories(folder), "ollama-");
    Process started = command(binary, "serve").start();
    process = Optional.of(started);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started)));
  }

  private ProcessBuilder command(Path binary, String... words) {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(binary.toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("OLLAMA_HOST", "127.0.0.1:" + port);
    builder.environment().put("OLLAMA_MODELS", folder.resolve("models").toString());
    builder.environment().put("OLLAMA_NO_CLOUD", "1");
    builder.environment().put("OLLAMA_NUM_PARALLEL", "1");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log.txt").toFile()));
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (waited(process.orElseThrow(), 20) || System.nanoTime() > deadline) {
        throw new IOException("Ollama did not start:\n" + log());
      }
    }
  }

  private boolean answers() {
    try {
      HttpURLConnection http =
          (HttpURLConnection) URI.create(uri() + "/api/version").toURL().openConnection();
      http.setConnectTimeout(500);
      http.setReadTimeout(500);
      return http.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private void create(Path binary) throws IOException {
    Path file = folder.resolve("Modelfile");
    Files.writeString(
        file,
        MODEL_FILE.formatted(
            LlamaServer.model("tiny-f16.gguf"), LlamaServer.model("mmproj-tiny-f16.gguf")));
    Process create = command(binary, "create", "tinyvlm", "-f", file.toString()).start();
    if (!waited(create, 60_000) || create.exitValue() != 0) {
      create.destroyForcibly();
      throw new IOException("ollama create failed:\n" + log());
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log.txt"));
  }

  private static boolean waited(Process process, long millis) throws IOException {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Its runners are processes of their own. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  @Override
  public void close() {
    process.ifPresent(
        running -> {
          end(running);
          try {
            if (!running.waitFor(5, TimeUnit.SECONDS)) {
              running.descendants().forEach(ProcessHandle::destroyForcibly);
              running.destroyForcibly();
            }
          } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
          }
        });
    process = Optional.empty();
  }
}
