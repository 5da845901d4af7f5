package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.Compare;
import dev.zoetrope.Session;
import dev.zoetrope.Sources;
import dev.zoetrope.Workbench;
import dev.zoetrope.WorkbenchConfig;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.compare.ComparisonResult;
import dev.zoetrope.report.HtmlTable;
import dev.zoetrope.report.ResultPage;
import dev.zoetrope.report.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys are planted in a whole process's environment, in a file and in an address; servers repeat
 * them wherever they can; then every file and every letter that the process left is searched.
 */
class WholeRunKeysTest {
  private static final String GENERAL = "zt-canary-general-0123456789";
  private static final String FILED = "zt-canary-filed-0123456789";
  private static final String TYPED = "zt-canary-typed-0123456789";
  private static final String SOURCE = "synthetic:moving-shape?seed=7";

  @TempDir private Path folder;
  private final MockWebServer fine = new MockWebServer();
  private final MockWebServer broken = new MockWebServer();

  @BeforeEach
  void plant() throws IOException {
    serve(fine, false);
    serve(broken, true);
    Files.writeString(folder.resolve("lab.key"), FILED + "\n");
    Files.writeString(
        folder.resolve("backends.yaml"),
        "backends:\n  lab: {uri: '"
            + fine.url("/")
            + "', key: {file: lab.key}}\n  bad: {uri: '"
            + broken.url("/")
            + "', key: {file: lab.key}}\n");
  }

  @AfterEach
  void stop() {
    fine.close();
    broken.close();
  }

  private static void serve(MockWebServer server, boolean breaks) throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request, breaks);
          }
        });
    server.start();
  }

  /** What a careless proxy does: it says back what it was sent. */
  private static MockResponse answer(RecordedRequest request, boolean breaks) {
    String key = String.valueOf(request.getHeaders().get("Authorization"));
    MockResponse.Builder response =
        new MockResponse.Builder().addHeader("X-Echo", key).addHeader("Server", key);
    if (request.getTarget().startsWith("/v1/models")) {
      return response.body("{\"data\":[{\"id\":\"tiny\"}]}").build();
    }
    if (!request.getTarget().startsWith("/v1/chat")) {
      return response.code(404).body("no " + key).build();
    }
    return breaks
        ? response.code(500).body("{\"error\":{\"message\":\"bad " + key + "\"}}").build()
        : response
            .addHeader("Content-Type", "text/event-stream")
            .body(
                "data: {\"choices\":[{\"delta\":{\"content\":\"Red.\"}}]}\n\n"
                    + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                    + "data: [DONE]\n\n")
            .build();
  }

  @Test
  void aComparisonOfTheCommandLineLeavesNoKey() throws Exception {
    String general = "http://localhost:" + broken.getPort();
    int code =
        run(
            Main.class,
            "compare",
            "--source",
            SOURCE,
            "--at",
            "0s",
            "--backend",
            "lab",
            "--backend",
            "bad",
            "--backend",
            general,
            "--prompt",
            "What?",
            "--html",
            "page.html");

    assertThat(code).as(said()).isEqualTo(Failures.UNAVAILABLE);
    assertThat(Files.readString(folder.resolve("out"))).contains("Red.");
    assertThat(Files.readString(folder.resolve("err"))).contains("[key]");
    assertThat(heard(fine)).contains("Bearer " + FILED).doesNotContain(GENERAL);
    assertThat(heard(broken)).contains("Bearer " + FILED, "Bearer " + GENERAL);
    nothingIsLeft("page.html", "runs/log.jsonl", "out", "err");
  }

  @Test
  void aKeyInAnAddressIsRefusedAndLeavesNothing() throws Exception {
    for (String address :
        List.of(
            "http://user:" + TYPED + "@localhost:" + fine.getPort(),
            "http://localhost:" + fine.getPort() + "/v1?api_key=" + TYPED,
            "htp://" + TYPED + "@localhost")) {
      int code =
          run(Main.class, "compare", "--source", SOURCE, "--backend", address, "--prompt", "What?");

      assertThat(code).as(said()).isEqualTo(Failures.USAGE);
      nothingIsLeft("out", "err");
    }
    assertThat(fine.getRequestCount()).isZero();
  }

  @Test
  void aSessionsDrawingsAndRecordingsHoldNoKey() throws Exception {
    int code = run(Draws.class, "http://localhost:" + broken.getPort());

    assertThat(code).as(said()).isZero();
    assertThat(Files.readString(folder.resolve("out"))).contains("Red.", "[key]");
    assertThat(Files.readString(folder.resolve("runs/log.jsonl")))
        .contains("\"exchange\"", "[redacted]");
    nothingIsLeft("runs/log.jsonl", "out", "err");
  }

  private static String heard(MockWebServer server) throws InterruptedException {
    StringBuilder heard = new StringBuilder();
    for (RecordedRequest request = server.takeRequest(0, TimeUnit.SECONDS);
        request != null;
        request = server.takeRequest(0, TimeUnit.SECONDS)) {
      heard.append(request.getHeaders().values("Authorization"));
    }
    return heard.toString();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("out")) + Files.readString(folder.resolve("err"));
  }

  private void nothingIsLeft(String... mustBeThere) throws IOException {
    for (String name : mustBeThere) {
      assertThat(folder.resolve(name)).exists();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(Files::isRegularFile).filter(f -> !f.endsWith("lab.key")).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("zt-canary");
      }
    }
  }

  private int run(Class<?> main, String... args) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    line.addAll(List.of(args));
    ProcessBuilder child = new ProcessBuilder(line).directory(folder.toFile());
    Map<String, String> environment = child.environment();
    environment.put("ZOETROPE_API_KEY", GENERAL);
    environment.put("ZOETROPE_API_KEY_HOST", "localhost:" + broken.getPort());
    environment.remove("ZOETROPE_BACKENDS");
    Process process =
        child
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What cells of a notebook do and show. */
  static final class Draws {
    public static void main(String[] args) {
      PrintStream out = System.out;
      try (Workbench workbench = Workbench.open(WorkbenchConfig.defaults())) {
        Session.use(workbench);
        List<VlmBackend> vlms = Stream.of("lab", "bad", args[0]).map(workbench::backend).toList();
        vlms.forEach(vlm -> out.println(vlm + " " + vlm.card()));
        ComparisonResult result =
            Compare.on(Sources.open(SOURCE).at("0s"), vlms).recorded().ask("What?");
        out.println(result + "\n" + result.answers());
        out.println(HtmlTable.of(result.table()) + TextTable.of(result.table()));
        out.println(ResultPage.html(result, workbench.experiments().machine()));
        typed(workbench).printStackTrace(out);
      }
    }

    private static BackendException typed(Workbench workbench) {
      try (VlmBackend unwanted = workbench.backend("http://" + TYPED + "@localhost")) {
        throw new AssertionError(unwanted.toString());
      } catch (BackendException e) {
        return e;
      }
    }
  }
}
