package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zoetrope.backend.LlamaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keys are planted in a file and in the environment of a real notebook; a real server takes one,
 * another refuses the other, a third says them back; then all that the run left is searched.
 */
class KeysIT {
  private static final String FILED = "zt-canary-filed-0123456789";
  private static final String GENERAL = "zt-canary-general-0123456789";
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Queue<String> heard = new ConcurrentLinkedQueue<>();

  @Test
  void aNotebooksRunLeavesNoKey() throws IOException, InterruptedException {
    Launcher.setUp();
    Path folder = Launcher.freshFolder("keys-");
    HttpServer echo = echo();
    try (LlamaServer open = LlamaServer.vision().with("--api-key", FILED).start();
        LlamaServer shut = LlamaServer.vision().with("--api-key", "another").start()) {
      Outcome run = run(plant(folder, open, echo), shut.uri(), uri(echo) + "/locked");

      assertThat(run.code()).as(run.err()).isEqualTo(1);
      assertThat(run.out())
          .as("the open server answered and the echo was blotted out")
          .contains("open", "tokens out", "[key]", "refused: ", "ZOETROPE_API_KEY");
      assertThat(run.err()).contains("Cell 6 of 6 failed:", "wants a valid key");
      assertThat(heard).contains("Bearer " + FILED, "Bearer " + GENERAL);
      assertThat(Files.readString(folder.resolve("runs/log.jsonl")))
          .contains("\"exchange\"", "[redacted]", "\"finish\":");
      assertThat(Files.readString(folder.resolve("out/keys.html"))).contains("[key]");
      nothingIsIn(run.out());
      nothingIsIn(run.err());
      nothingIsLeftIn(folder);
      nothingIsLeftIn(Checkout.ROOT.resolve(".zoetrope/logs"));
    } finally {
      echo.stop(0);
    }
  }

  private static Path plant(Path folder, LlamaServer open, HttpServer echo) throws IOException {
    Files.writeString(folder.resolve("lab.key"), FILED + "\n");
    Files.writeString(
        folder.resolve("backends.yaml"),
        "backends:\n  open: {uri: '"
            + open.uri()
            + "', key: {file: lab.key}}\n  echo: {uri: '"
            + uri(echo)
            + "', key: {file: lab.key}}\n");
    return Files.copy(Checkout.RESOURCES.resolve("keys.ipynb"), folder.resolve("keys.ipynb"));
  }

  private static Outcome run(Path notebook, String shut, String locked)
      throws IOException, InterruptedException {
    Path folder = notebook.getParent();
    ProcessBuilder runner =
        Launcher.command(
            "notebook",
            notebook.toString(),
            "--output",
            folder.resolve("out").toString(),
            "-p",
            "shut=" + shut,
            "-p",
            "locked=" + locked);
    runner.environment().put("ZOETROPE_API_KEY", GENERAL);
    runner.environment().put("ZOETROPE_API_KEY_HOST", "127.0.0.1");
    runner.environment().put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
    runner.environment().remove("ZOETROPE_BACKENDS");
    return Outcome.of(runner, PATIENCE);
  }

  private static String uri(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What a careless proxy does: it says back what it was sent. */
  private HttpServer echo() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    heard.add(key);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("X-Echo", key);
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/v1/models")) {
      answer(exchange, 200, "{\"data\":[{\"id\":\"tiny\"}]}");
    } else if (path.startsWith("/v1/")) {
      answer(exchange, 500, "{\"error\":{\"message\":\"bad " + key + "\"}}");
    } else {
      answer(exchange, path.startsWith("/locked") ? 401 : 404, "no " + key);
    }
  }

  private static void answer(HttpExchange exchange, int status, String words) throws IOException {
    byte[] body = words.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void nothingIsIn(String words) {
    assertThat(words).doesNotContain("zt-canary");
  }

  private static void nothingIsLeftIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(Files::isRegularFile).filter(f -> !f.endsWith("lab.key")).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("zt-canary");
      }
    }
  }
}
