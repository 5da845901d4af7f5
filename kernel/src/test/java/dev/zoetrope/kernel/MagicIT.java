package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.zoetrope.kernel.KernelClient.Exchange;
import dev.zoetrope.kernel.KernelClient.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Magics in a kernel that is a process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class MagicIT {
  private KernelProcess kernel;
  private KernelClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kernel = KernelProcess.start(folder, Map.of());
    client = kernel.client();
    client.run("int kept = 42;");
  }

  @AfterAll
  void end() {
    kernel.close();
  }

  private static String trace(Exchange cell) {
    return cell.output("error").content().getAsJsonArray("traceback").toString();
  }

  private static String value(Exchange cell) {
    JsonObject data = cell.output("execute_result").content().getAsJsonObject("data");
    return data.get("text/plain").getAsString();
  }

  @Test
  void javaAndMagicsTakeTurns() {
    Exchange cell =
        client.run("System.out.println(\"a\");\n%sh echo b\nSystem.out.println(\"c\");\nkept");

    assertThat(cell.printed("stdout")).isEqualTo("a\nb\nc\n");
    assertThat(value(cell)).isEqualTo("42");
  }

  @Test
  void errorsNameTheLineOfTheCell() {
    Exchange wrong = client.run("int a = 1;\n%who a\nint b = nowhere;");
    Exchange thrown = client.run("%%time\nint c = 1;\nthrow new IllegalStateException(\"boom\");");
    Exchange measured = client.run("%%bench\nint d = 1;\nd + nowhere");

    int number = wrong.reply().content().get("execution_count").getAsInt();
    assertThat(trace(wrong)).contains("In [" + number + "]:3", "int b = nowhere;");
    assertThat(trace(thrown)).contains("boom", "In [" + (number + 1) + "]:3");
    assertThat(trace(measured)).contains("In [" + (number + 2) + "]:3", "    d + nowhere");
  }

  @Test
  void aWrongMagicIsAnErrorWithoutAStack() {
    Exchange cell = client.run("kept++;\n%lsmagik\nkept = 0;");

    assertThat(cell.status()).isEqualTo("error");
    assertThat(trace(cell))
        .contains("%lsmagik on line 2 is no magic. Did you mean %lsmagic?")
        .doesNotContain("    at ");
    assertThat(value(client.run("kept--"))).isEqualTo("43");
  }

  @Test
  void timeShowsTheValueAndTheTime() {
    Exchange cell = client.run("%%time\nThread.sleep(30);\nkept");

    assertThat(value(cell)).isEqualTo("42");
    assertThat(cell.printed("stdout")).matches("ran \\S+ \\S?s, compiled \\S+ \\S?s, .*\n");
  }

  @Test
  void anErrorInWhatBenchMeasuresShowsTheUsersLineAlone() {
    String error = client.run("%%bench\nint = 3;").output("error").content().toString();

    assertThat(error).contains("In [", "int = 3;").doesNotContain("});").doesNotContain("take(");
  }

  @Test
  void benchMeasuresCodeThatEndsWithAComment() {
    assertThat(
            client
                .run("%%bench --runs 2 --warmup 0\nint square = 3 * 3; // nine")
                .printed("stdout"))
        .contains("a call, mean");
  }

  @Test
  void benchMeasuresValuesStatementsAndBlocks() {
    String options = "%bench --runs 2 --warmup 0 ";
    for (String code :
        List.of("Math.sqrt(kept)", "kept = 42;", "{ int a = kept; a++; }", "System.gc()")) {
      Exchange cell = client.run(options + code);
      assertThat(cell.status()).as(code).isEqualTo("ok");
      assertThat(cell.printed("stdout")).contains("a call, mean ± sd of 2 runs");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Math.sqrt(kept)", "1000L + kept", "kept == 3", "(char) kept", "1.5f * kept"})
  void benchDoesNotBoxWhatItMeasures(String code) {
    Exchange cell = client.run("%bench --runs 2 --warmup 1 " + code);

    assertThat(cell.printed("stdout")).contains("allocates 0 bytes a call");
  }

  @ParameterizedTest
  @ValueSource(strings = {"new int[kept]", "\"a\" + kept"})
  void benchTellsWhatTheCodeAllocates(String code) {
    assertThat(client.run("%bench --runs 2 --warmup 0 " + code).printed("stdout"))
        .contains("allocates ")
        .doesNotContain("allocates 0 bytes");
  }

  @Test
  void aBenchThatFailsShowsItsOwnLine() {
    Exchange cell = client.run("%%bench --warmup 0\nint zero = 0;\nkept / zero");

    assertThat(trace(cell)).contains("ArithmeticException", "In [").doesNotContain("kernel.magic");
  }

  @Test
  void aScriptStreamsAndStopsWithItsChildren(@TempDir Path folder) {
    Path pid = folder.resolve("pid");
    String code = "%%sh\nsleep 1000 & echo $! > " + pid + "\necho started\nwait";
    String id = client.send(client.shell, "execute_request", Map.of("code", code));
    assertThat(client.awaitOutput("stream").text("text")).isEqualTo("started\n");

    client.command("interrupt_request");
    Message reply = client.awaitReply(client.shell, id);

    assertThat(reply.text("ename")).isEqualTo("Interrupted");
    ProcessHandle.of(Long.parseLong(read(pid)))
        .ifPresent(
            child -> assertThat(child.onExit()).succeedsWithin(java.time.Duration.ofSeconds(60)));
    assertThat(value(client.run("kept"))).isEqualTo("42");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anEndlessLoopUnderAMagicIsStopped() {
    String id =
        client.send(
            client.shell,
            "execute_request",
            Map.of("code", "%%time\ndisplay(1);\nwhile (true) {}"));
    client.awaitOutput("display_data");

    client.command("interrupt_request");

    assertThat(client.awaitReply(client.shell, id).text("ename")).isEqualTo("Interrupted");
  }

  @Test
  void whatWasDeclaredIsListedAndForgotten() {
    client.run(
        "record Point(int x, int y) {}\nPoint origin = new Point(0, 0);\nint twice(int a) { return 2 * a; }");
    Exchange who = client.run("%who Point origin twice penny");
    Exchange reset = client.run("%reset origin");
    Exchange after = client.run("origin");

    assertThat(who.output("display_data").content().toString())
        .contains("Point", "record", "twice", "(int)int")
        .doesNotContain("penny");
    assertThat(reset.printed("stdout")).contains("Forgot origin.");
    assertThat(after.status()).isEqualTo("error");
    assertThat(client.run("twice(new Point(3, 4).x())").status()).isEqualTo("ok");
    assertThat(client.run("penny").status()).isEqualTo("ok");
  }

  @Test
  void aFileRunsAndItsErrorsNameIt(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("tools.jsh"), "int loaded = 7;\n\nint l = no;");

    Exchange cell = client.run("%load " + file);

    assertThat(trace(cell)).contains("tools.jsh:3", "int l = no;");
    assertThat(value(client.run("loaded"))).isEqualTo("7");
  }

  @Test
  void aLibraryIsThereInTheNextLine(@TempDir Path folder) throws Exception {
    TestingRepository repository =
        new TestingRepository(folder).jar("core", "1.0").jar("lib", "2.0", "core:1.0");
    String maven = "%maven --settings " + repository.settings() + " demo:lib:2.0\n";

    Exchange cell = client.run(maven + "demo.Lib.VERSION + demo.Core.VERSION");

    assertThat(value(cell)).isEqualTo("2.01.0");
    assertThat(cell.printed("stdout")).contains("Added 2 jars");
    assertThat(client.run("import demo.*;\nnew Lib();").status()).isEqualTo("ok");
    assertThat(client.run("%jars").printed("stdout")).contains("lib-2.0.jar");
  }

  @Test
  void aLibraryMayBeAnyVersionOfWhatTheResolverUses(@TempDir Path folder) throws Exception {
    assertThat(client.run("Class.forName(\"org.apache.http.HttpHost\")").reply().text("ename"))
        .isEqualTo("ClassNotFoundException");
  }

  @Test
  void magicsAreCompletedExplainedAndComplete() {
    Exchange completed =
        client.ask("complete_request", Map.of("code", "int a;\n%lsm", "cursor_pos", 11));
    Exchange explained =
        client.ask("inspect_request", Map.of("code", "%%bench x", "cursor_pos", 4));

    JsonObject reply = completed.reply().content();
    assertThat(StreamSupport.stream(reply.getAsJsonArray("matches").spliterator(), false))
        .extracting(JsonElement::getAsString)
        .containsExactly("%lsmagic");
    assertThat(reply.get("cursor_start").getAsInt()).isEqualTo(7);
    assertThat(explained.reply().content().toString()).contains("--warmup SECONDS");
    assertThat(completeness("%%sh\nfor i in")).isEqualTo("complete");
    assertThat(completeness("%who\nvoid f() {")).isEqualTo("incomplete");
    assertThat(completeness("%%time\nint f() {")).isEqualTo("incomplete");
    assertThat(completeness("%%time\nint f() { return 1; }")).isEqualTo("complete");
    assertThat(completeness("void f() {}\n%who")).isEqualTo("complete");
  }

  private String completeness(String code) {
    return client.ask("is_complete_request", Map.of("code", code)).status();
  }
}
