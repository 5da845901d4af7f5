package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.zoetrope.kernel.KernelClient.Exchange;
import dev.zoetrope.kernel.KernelClient.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel as a process, asked over its sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class KernelIT {
  private KernelProcess kernel;
  private KernelClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kernel = KernelProcess.start(folder, Map.of());
    client = kernel.client();
    // What the start has to say is said in the first cell.
    Exchange first = client.run("int kept = 42;");
    assertThat(first.status()).isEqualTo("ok");
    assertThat(first.printed("stderr")).contains("nowhere");
  }

  /** A kernel that has gone fails the next test with its last words, not each by its patience. */
  @BeforeEach
  void isStillThere() throws IOException {
    assertThat(kernel.process.isAlive()).as(Files.readString(kernel.log)).isTrue();
  }

  @AfterAll
  void end() {
    kernel.close();
  }

  @Test
  void kernelInfoIsComplete() {
    JsonObject info = client.ask("kernel_info_request", Map.of()).reply().content();

    assertThat(info.keySet())
        .contains(
            "status",
            "protocol_version",
            "implementation",
            "implementation_version",
            "banner",
            "help_links");
    JsonObject language = info.getAsJsonObject("language_info");
    assertThat(language.get("name").getAsString()).isEqualTo("java");
    assertThat(language.keySet())
        .contains("version", "mimetype", "file_extension", "pygments_lexer", "codemirror_mode");
  }

  @Test
  void aCellIsBusyThenShowsItsValueThenIsIdle() {
    Exchange cell = client.run("1 + 1");

    assertThat(cell.outputs())
        .extracting(Message::type)
        .containsExactly("status", "execute_input", "execute_result", "status");
    JsonObject result = cell.output("execute_result").content();
    assertThat(result.getAsJsonObject("data").get("text/plain").getAsString()).isEqualTo("2");
    assertThat(result.get("execution_count"))
        .isEqualTo(cell.reply().content().get("execution_count"));
  }

  @Test
  void bothStreamsArriveInTheirOrder() {
    Exchange cell =
        client.run("System.out.print(\"a\"); System.err.print(\"b\"); System.out.print(\"c\");");

    assertThat(cell.outputs("stream"))
        .extracting(m -> m.text("text"))
        .containsExactly("a", "b", "c");
  }

  @Test
  void aFloodOfLinesArrivesWholeAndSoDoesIdle() {
    Exchange cell =
        client.run("for (int i = 0; i < 100_000; i++) System.out.println(\"line \" + i);");

    String text = cell.printed("stdout");
    assertThat(text.lines().count()).isEqualTo(100_000);
    assertThat(text).endsWith("line 99999\n");
  }

  @Test
  void anErrorIsOneMessageAndAReplyThatAgrees() {
    Exchange cell = client.run("throw new IllegalStateException(\"boom\");");

    assertThat(cell.status()).isEqualTo("error");
    assertThat(cell.reply().text("ename")).isEqualTo("IllegalStateException");
    assertThat(cell.outputs("stream")).isEmpty();
    JsonObject error = cell.output("error").content();
    assertThat(error.get("evalue").getAsString()).isEqualTo("boom");
    assertThat(error.getAsJsonArray("traceback").toString()).contains("In [");
  }

  @Test
  void anErrorInToStringGetsItsReply() {
    assertThat(
            client
                .run("new Object() { public String toString() { throw new Error(\"x\"); } }")
                .status())
        .isEqualTo("error");
    assertThat(client.run("kept").status()).isEqualTo("ok");
  }

  @Test
  void outOfMemoryInACellIsAnError(@TempDir Path folder) throws IOException {
    // A kernel of its own: the others shall not be asked in the wake of a full heap.
    try (KernelProcess greedy = KernelProcess.start(folder, Map.of())) {
      KernelClient client = greedy.client();
      client.run("int kept = 42;");
      assertThat(
              client
                  .run(
                      "List<byte[]> all = new ArrayList<>(); while (true) all.add(new byte[50_000_000]);")
                  .status())
          .isEqualTo("error");
      Exchange after = client.run("all.clear(); kept");
      assertThat(after.status())
          .as("%s%n%s", after.reply(), java.nio.file.Files.readString(greedy.log))
          .isEqualTo("ok");
    }
  }

  @Test
  void completionReplacesWhatWasTyped() {
    JsonObject reply =
        client
            .ask("complete_request", Map.of("code", "\"😀\".subs", "cursor_pos", 8))
            .reply()
            .content();

    assertThat(reply.get("matches").toString()).contains("substring(");
    assertThat(reply.get("cursor_start").getAsInt()).isEqualTo(4);
    assertThat(reply.get("cursor_end").getAsInt()).isEqualTo(8);
  }

  @Test
  void inspectHistoryCompletenessAndCommsAreAnswered() {
    assertThat(
            client
                .ask("inspect_request", Map.of("code", "String.valueOf", "cursor_pos", 14))
                .reply()
                .content()
                .get("found")
                .getAsBoolean())
        .isTrue();
    assertThat(client.ask("is_complete_request", Map.of("code", "void f() {")).status())
        .isEqualTo("incomplete");
    assertThat(
            client
                .ask("history_request", Map.of("hist_access_type", "tail", "n", 1))
                .reply()
                .content()
                .getAsJsonArray("history"))
        .isNotEmpty();
    assertThat(
            client
                .ask("comm_info_request", Map.of())
                .reply()
                .content()
                .getAsJsonObject("comms")
                .size())
        .isZero();
  }

  @Test
  void anUnknownCommTargetIsClosedAndIdle() {
    String id =
        client.send(
            client.shell,
            "comm_open",
            Map.of("comm_id", "c1", "target_name", "nobody.knows", "data", Map.of()));
    List<Message> outputs = client.awaitIdle(id);

    assertThat(outputs).extracting(Message::type).containsExactly("status", "comm_close", "status");
    assertThat(outputs.get(1).text("comm_id")).isEqualTo("c1");
  }

  @Test
  void aDisplayIsUpdatedUnderItsId() {
    Exchange cell =
        client.run(
            "var shown = display(\"image/png\", new byte[] {1, 2, 3}); shown.update(\"done\"); shown");

    JsonObject display = cell.output("display_data").content();
    assertThat(display.getAsJsonObject("data").get("image/png").getAsString()).isEqualTo("AQID");
    assertThat(cell.output("update_display_data").content().get("transient"))
        .isEqualTo(display.get("transient"));
    assertThat(cell.outputs("execute_result")).isEmpty();
  }

  @Test
  void aThreadsLateWordsAndUpdatesReachTheCellThatStartedIt() {
    String starter =
        client.send(
            client.shell,
            "execute_request",
            Map.of(
                "code",
                """
                var gate = new java.util.concurrent.CountDownLatch(1);
                var live = display("waiting");
                new Thread(() -> {
                  try { gate.await(); } catch (InterruptedException e) { return; }
                  System.out.println("late");
                  live.update("changed");
                }).start();
                """));
    client.await(client.shell, starter);
    client.send(client.shell, "execute_request", Map.of("code", "gate.countDown();"));

    assertThat(client.awaitOutput("stream").parent()).isEqualTo(starter);
    assertThat(client.awaitOutput("update_display_data").parent()).isEqualTo(starter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) {}",
        "void spin() { long q = 0; while (true) q++; } go(); spin();",
        "go(); while (true) System.out.println(\"x\");",
        "go(); while (true) { try { Thread.sleep(600_000); } catch (InterruptedException e) {} }",
      })
  void aStoppedLoopEndsAtOnceAndLeavesTheProcessorAlone(String loop) throws Exception {
    client.run("void go() { display(\"running\"); }");
    String code = loop.startsWith("while") ? "go(); " + loop : loop;
    String id = client.send(client.shell, "execute_request", Map.of("code", code));
    client.awaitOutput("display_data");

    long before = System.nanoTime();
    assertThat(client.command("interrupt_request").status()).isEqualTo("ok");
    Message reply = client.awaitReply(client.shell, id);
    Duration took = Duration.ofNanos(System.nanoTime() - before);

    assertThat(reply.text("ename")).isEqualTo("Interrupted");
    // 5 to 50 ms on a quiet machine; the bound is for a busy one.
    System.out.println("stopped in " + took.toMillis() + " ms: " + loop);
    assertThat(took).isLessThan(Duration.ofSeconds(20));
    kernel.awaitQuiet();
    Exchange next = client.run("kept");
    assertThat(next.output("execute_result").content().toString()).contains("42");
  }

  @Test
  void helpAndInfoAreGivenWhileACellRuns() {
    client.run("var release = new java.util.concurrent.CountDownLatch(1);");
    String id =
        client.send(
            client.shell, "execute_request", Map.of("code", "display(1); release.await();"));
    client.awaitOutput("display_data");

    String help =
        client.send(client.shell, "complete_request", Map.of("code", "\"\".subs", "cursor_pos", 7));
    assertThat(client.awaitReply(client.shell, help).text("status")).isEqualTo("ok");
    assertThat(client.command("kernel_info_request").status()).isEqualTo("ok");

    client.command("interrupt_request");
    assertThat(client.awaitReply(client.shell, id).text("status")).isEqualTo("error");
  }

  @Test
  void cellsQueuedBehindAnErrorAreAborted() {
    String wrong =
        client.send(
            client.shell,
            "execute_request",
            Map.of("code", "Thread.sleep(1000); throw new Error();"));
    String queued = client.send(client.shell, "execute_request", Map.of("code", "kept = 1;"));

    assertThat(client.awaitReply(client.shell, wrong).text("status")).isEqualTo("error");
    assertThat(client.awaitReply(client.shell, queued).text("status")).isEqualTo("aborted");
    assertThat(client.run("kept").output("execute_result").content().toString()).contains("42");
  }

  @Test
  void aSilentCellLeavesNoTrace() {
    int before = client.run("1").reply().content().get("execution_count").getAsInt();
    Exchange silent =
        client.ask("execute_request", Map.of("code", "System.out.println(1); 5", "silent", true));
    int after = client.run("1").reply().content().get("execution_count").getAsInt();

    assertThat(silent.outputs()).extracting(Message::type).containsOnly("status");
    assertThat(after).isEqualTo(before + 1);
  }

  @Test
  void anExtensionDrawsImportsAndExplains() {
    Message result = client.run("penny").output("execute_result");
    assertThat(result.content().getAsJsonObject("data").get("text/html").getAsString())
        .isEqualTo("<i>1</i>");

    Message error = client.run("throw new OutOfCoins();").output("error");
    assertThat(error.content().getAsJsonArray("traceback").toString())
        .contains("No coin is left.", "Mint one.")
        .doesNotContain("at ");
  }

  @Test
  void wrongSignaturesAndUnknownTypesAreDroppedAndLogged() throws Exception {
    List<byte[]> parts =
        List.of(
            client.json(Map.of("msg_type", "execute_request")),
            client.json(Map.of()),
            client.json(Map.of()),
            client.json(Map.of("code", "kept = 0;")));
    client.sendRaw(client.shell, "00", parts);
    client.shell.send("garbage".getBytes(StandardCharsets.UTF_8));
    client.send(client.shell, "brew_coffee_request", Map.of());

    assertThat(client.run("kept").output("execute_result").content().toString()).contains("42");
    assertThat(Files.readString(kernel.log)).contains("wrong signature", "brew_coffee_request");
  }

  @Test
  void aCellAsksAndGetsTheAnswer() {
    String id = ask("String name = input(\"Your name? \"); name.toUpperCase()");

    Message question = client.receive(client.stdin);
    assertThat(question.type()).isEqualTo("input_request");
    assertThat(question.parent()).isEqualTo(id);
    assertThat(question.text("prompt")).isEqualTo("Your name? ");
    assertThat(question.content().get("password").getAsBoolean()).isFalse();
    client.send(client.stdin, "input_reply", Map.of("value", "ada"));

    Exchange cell = client.await(client.shell, id);
    assertThat(cell.output("execute_result").content().toString()).contains("ADA");
  }

  @Test
  void aPasswordIsAskedForInSecret() {
    String id = ask("password(\"Key: \").length()");

    assertThat(client.receive(client.stdin).content().get("password").getAsBoolean()).isTrue();
    client.send(client.stdin, "input_reply", Map.of("value", "12345"));

    assertThat(client.await(client.shell, id).output("execute_result").content().toString())
        .contains("5");
  }

  @Test
  void systemInReadsLinesThatArePutToThePerson() {
    String id = ask("var in = new Scanner(System.in); in.nextLine() + \"|\" + in.nextInt()");
    assertThat(client.receive(client.stdin).text("prompt")).isEmpty();
    client.send(client.stdin, "input_reply", Map.of("value", "one line"));
    assertThat(client.receive(client.stdin).type()).isEqualTo("input_request");
    client.send(client.stdin, "input_reply", Map.of("value", "42"));

    assertThat(client.await(client.shell, id).output("execute_result").content().toString())
        .contains("one line|42");
  }

  @Test
  void whereNobodyCanAnswerAQuestionIsAnErrorAndSystemInIsAtItsEnd() {
    Exchange question = client.run("input(\"?\")");
    assertThat(question.reply().text("ename")).isEqualTo("NoInput");

    assertThat(client.run("System.in.read()").output("execute_result").content().toString())
        .contains("-1");
  }

  @Test
  void stopEndsTheWaitForAnAnswer() {
    String id = ask("input(\"never answered\")");
    client.receive(client.stdin);

    // Its own idle may come after the cell's, so nobody waits for it.
    client.send(client.control, "interrupt_request", Map.of());

    assertThat(client.await(client.shell, id).reply().text("ename")).isEqualTo("Interrupted");
  }

  private String ask(String code) {
    return client.send(client.shell, "execute_request", Map.of("code", code, "allow_stdin", true));
  }

  @Test
  void expressionsBesideACellHaveTheirOwnSuccess() {
    JsonObject values =
        client
            .ask(
                "execute_request",
                Map.of(
                    "code",
                    "int half = 21;",
                    "user_expressions",
                    Map.of("whole", "half * 2", "wrong", "nowhere")))
            .reply()
            .content()
            .getAsJsonObject("user_expressions");

    JsonObject whole = values.getAsJsonObject("whole");
    assertThat(whole.get("status").getAsString()).isEqualTo("ok");
    assertThat(whole.getAsJsonObject("data").get("text/plain").getAsString()).isEqualTo("42");
    JsonObject wrong = values.getAsJsonObject("wrong");
    assertThat(wrong.get("status").getAsString()).isEqualTo("error");
    assertThat(wrong.keySet()).contains("ename", "evalue", "traceback");
  }

  @ParameterizedTest
  @CsvSource({"String.valueOf?,valueOf", "?String.valueOf,valueOf", "%maven?,GROUP:ARTIFACT"})
  void aQuestionMarkShowsWhatIsKnown(String question, String known) {
    JsonObject page =
        client.run(question).reply().content().getAsJsonArray("payload").get(0).getAsJsonObject();

    assertThat(page.get("source").getAsString()).isEqualTo("page");
    assertThat(page.getAsJsonObject("data").get("text/plain").getAsString()).contains(known);
  }

  @Test
  void whatIsNotForTheHistoryDoesNotCount() {
    int before = client.run("1").reply().content().get("execution_count").getAsInt();
    client.ask("execute_request", Map.of("code", "\"unkept\"", "store_history", false));

    assertThat(client.run("1").reply().content().get("execution_count").getAsInt())
        .isEqualTo(before + 1);
    assertThat(
            client
                .ask("history_request", Map.of("hist_access_type", "search", "pattern", "*unkept*"))
                .reply()
                .content()
                .getAsJsonArray("history"))
        .isEmpty();
  }

  @Test
  void theHistoryOutlivesTheKernel(@TempDir Path folder) throws Exception {
    try (KernelProcess first = KernelProcess.start(folder, Map.of())) {
      first.client().run("var remembered = 1;");
      first.client().command("shutdown_request");
      assertThat(first.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    try (KernelProcess second = KernelProcess.start(folder, Map.of())) {
      JsonObject found =
          second
              .client()
              .ask("history_request", Map.of("hist_access_type", "tail", "n", 5))
              .reply()
              .content();
      assertThat(found.get("history").toString()).contains("-1", "var remembered = 1;");
    }
  }

  @Test
  void aClosedStreamStillPrints() {
    assertThat(client.run("System.out.close(); System.out.println(\"still\");").printed("stdout"))
        .isEqualTo("still\n");
  }

  @Test
  void aCellThatTakesTheStreamsAwayTakesThemFromItselfAlone() {
    client.run("System.setErr(null);");
    assertThat(
            client
                .run("System.setOut(null); System.out.println(1);")
                .output("error")
                .content()
                .toString())
        .contains("NullPointerException", "println", "at In [")
        .doesNotContain("flush");

    assertThat(client.run("System.out.println(\"back\");").printed("stdout")).isEqualTo("back\n");
  }

  @Test
  void aNewListenerIsWelcomed() throws Exception {
    try (org.zeromq.ZContext context = new org.zeromq.ZContext()) {
      var listener = context.createSocket(org.zeromq.SocketType.SUB);
      listener.setReceiveTimeOut(60_000);
      listener.connect("tcp://127.0.0.1:" + kernel.port("iopub_port"));
      listener.subscribe("");
      Message first = client.receive(listener);
      assertThat(first.type()).isEqualTo("iopub_welcome");
      assertThat(first.text("subscription")).isEmpty();
    }
  }

  @Test
  void twoClientsShareOneSession() {
    KernelClient second = kernel.client();

    assertThat(second.run("kept").output("execute_result").content().toString()).contains("42");
  }

  @Test
  void aClientThatComesAgainUnderItsOwnNameIsAnswered() throws Exception {
    try (KernelClient again = client.again()) {
      again.listen();
      assertThat(again.run("kept").output("execute_result").content().toString()).contains("42");
    } finally {
      // From here on the first one is not heard any more.
      client = kernel.client();
    }
  }

  @Test
  void shutDownEndsTheProcessByItself(@TempDir Path folder) throws Exception {
    Path farewell = folder.resolve("farewell");
    try (KernelProcess other =
        KernelProcess.start(folder, Map.of(), "-D" + TestingExtension.FAREWELL + "=" + farewell)) {
      KernelClient asker = other.client();
      asker.run("new Thread(() -> { while (true) {} }).start();");
      assertThat(asker.command("shutdown_request").status()).isEqualTo("ok");

      assertThat(other.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.process.exitValue()).isZero();
      assertThat(Files.readString(farewell)).isEqualTo("uninstalled closed ");
    }
  }

  @Test
  void theKernelEndsWithTheServerThatStartedIt(@TempDir Path folder) throws Exception {
    Process server = new ProcessBuilder("sleep", "600").start();
    try (KernelProcess other =
        KernelProcess.start(folder, Map.of("JPY_PARENT_PID", String.valueOf(server.pid())))) {
      other.client().run("1");
      server.destroyForcibly();

      assertThat(other.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      server.destroyForcibly();
    }
  }
}
