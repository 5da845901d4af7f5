package dev.zoetrope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.KernelClient.Exchange;
import dev.zoetrope.kernel.KernelClient.Message;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kernel has to bear: full heaps, floods, garbage, signals. */
@Timeout(240)
final class HardshipIT {
  @TempDir Path folder;
  private KernelProcess kernel;
  private KernelClient client;

  @BeforeEach
  void start() throws Exception {
    kernel =
        KernelProcess.start(folder, Map.of("ZOETROPE_KERNEL_OUTPUT_MB", "2"), "-XX:+UseSerialGC");
    client = kernel.client();
    // What the start has to say is said in the first cell.
    assertThat(client.run("1").status()).isEqualTo("ok");
  }

  @AfterEach
  void end() {
    kernel.close();
  }

  // Takes minutes on a busy machine: most of it is the JVM collecting garbage in vain.
  @Tag("slow")
  @Tag("each-jdk")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "var all = new ArrayList<Object>(); while (true) all.add(new int[100]);",
        "var all = new ArrayList<Object>(); while (true) all.add(new byte[10_000_000]);",
        "var all = Stream.generate(() -> new int[1000]).toList();",
        "var all = new ArrayList<Object>(); while (true) { try { all.add(new byte[1_000_000]); }"
            + " catch (OutOfMemoryError e) { } }",
      })
  void aCellThatFillsTheHeapIsStoppedAndItsVariablesCanBeLetGo(String greedy) throws IOException {
    Exchange cell = client.run(greedy);
    assertThat(String.valueOf(cell.reply().content().get("ename")))
        .as("%s %s", cell.reply(), log())
        .contains("OutOfMemoryError");

    for (String modest : List.of("all = null;", "new byte[100_000_000].length")) {
      Exchange next = client.run(modest);
      assertThat(next.status()).as("%s %s %s", modest, next.reply(), log()).isEqualTo("ok");
    }
  }

  private String log() throws IOException {
    return Files.readString(kernel.log);
  }

  @Test
  void endlessRecursionAndErrorsAreErrorsOfTheCell() {
    assertThat(client.run("int f(int n) { return f(n + 1) + 1; } f(0)").reply().text("ename"))
        .isEqualTo("StackOverflowError");
    assertThat(client.run("throw new InternalError(\"x\");").reply().text("ename"))
        .isEqualTo("InternalError");
    assertThat(client.run("1").status()).isEqualTo("ok");
  }

  @Test
  void aFloodIsCutWithANoteAndTheNextCellPrintsAgain() {
    Exchange flood =
        client.run(
            "for (int i = 0; i < 200_000; i++) System.out.println(\"a line of text \" + i);");

    assertThat(flood.status()).isEqualTo("ok");
    assertThat(flood.printed("stdout").length()).isEqualTo(2 << 20);
    assertThat(flood.printed("stderr")).contains("output cut after 2 MB");
    assertThat(client.run("System.out.print(\"again\");").printed("stdout")).isEqualTo("again");
  }

  @Test
  void whatEndsAThreadOfACellIsShownAsErrorsAre() {
    Exchange cell =
        client.run(
            """
            var t = new Thread(() -> { throw new IllegalStateException("boom"); }, "worker");
            t.start();
            t.join();""");

    assertThat(cell.printed("stderr"))
        .startsWith("Exception in thread \"worker\"")
        .contains("IllegalStateException", "boom", ":1")
        .doesNotContain("REPL", "cells//", "Thread.run");
  }

  @Test
  void systemExitIsRefused() {
    assertThat(client.run("System.exit(3);").status()).isEqualTo("error");
    assertThat(client.run("1").status()).isEqualTo("ok");
  }

  @Test
  void aCellOfFiftyMegabytesIsAnswered() {
    String code = "/*" + "x".repeat(50_000_000) + "*/ 42";

    Exchange cell = client.run(code);

    assertThat(cell.status()).isEqualTo("ok");
    assertThat(cell.output("execute_result").content().toString()).contains("42");
    assertThat(client.run("1").status()).isEqualTo("ok");
  }

  @Test
  void garbageOnASocketHarmsNobody() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    byte[] hugeFrame = new byte[64];
    hugeFrame[0] = (byte) 0xff;
    java.util.Arrays.fill(hugeFrame, 1, 9, (byte) 0x7f);
    for (String port :
        List.of("shell_port", "control_port", "iopub_port", "hb_port", "stdin_port")) {
      for (byte[] bytes :
          List.of(noise, hugeFrame, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
        try (Socket socket = new Socket("127.0.0.1", kernel.port(port))) {
          socket.getOutputStream().write(bytes);
        } catch (java.io.IOException closedOnUs) {
          assertThat(kernel.process.isAlive()).isTrue();
        }
      }
    }

    assertThat(client.run("1").status()).isEqualTo("ok");
  }

  @Test
  void malformedMessagesAreDroppedCountedAndLogged() throws Exception {
    client.sendRaw(client.shell, "00", List.of(client.json(Map.of("msg_type", "execute_request"))));
    List<byte[]> notJson =
        List.of("x".getBytes(StandardCharsets.US_ASCII), new byte[0], new byte[0], new byte[] {1});
    client.sendRaw(client.shell, client.sign(notJson), notJson);
    List<byte[]> noType =
        List.of(
            client.json(Map.of()),
            client.json(Map.of()),
            client.json(Map.of()),
            client.json(Map.of()));
    client.sendRaw(client.control, client.sign(noType), noType);

    assertThat(client.run("1").status()).isEqualTo("ok");
    assertThat(Files.readString(kernel.log)).contains("not JSON", "number 1)", "number 2)");
  }

  @Test
  void socketsListenOnTheNamedAddressOnly() {
    for (String port :
        List.of("shell_port", "control_port", "iopub_port", "hb_port", "stdin_port")) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> new Socket("127.0.0.2", kernel.port(port)).close())
          .isInstanceOf(java.net.ConnectException.class);
    }
  }

  @Test
  void twoClientsRunCellsAtOnceAndEachGetsItsOwnReplies() {
    KernelClient second = kernel.client();
    String mine = client.send(client.shell, "execute_request", Map.of("code", "\"first\""));
    String theirs = second.send(second.shell, "execute_request", Map.of("code", "\"second\""));

    assertThat(client.await(client.shell, mine).output("execute_result").content().toString())
        .contains("first");
    assertThat(second.await(second.shell, theirs).output("execute_result").content().toString())
        .contains("second");
  }

  @Test
  void aTermSignalEndsTheKernelWhateverRuns() throws Exception {
    client.send(client.shell, "execute_request", Map.of("code", "display(1); while (true) {}"));
    Message shown = client.awaitOutput("display_data");
    assertThat(shown.type()).isEqualTo("display_data");
    kernel.process.destroy();

    assertThat(kernel.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @RepeatedTest(20)
  @Tag("slow")
  @Tag("each-jdk")
  void eachStartLeadsToACellAndAQuietEnd() throws Exception {
    assertThat(client.run("6 * 7").output("execute_result").content().toString()).contains("42");
    int atStart = Files.readString(kernel.log).length();
    client.command("shutdown_request");
    assertThat(kernel.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(kernel.process.exitValue()).isZero();
    assertThat(Files.readString(kernel.log).substring(atStart))
        .as("what the end says")
        .doesNotContain("zmq.", "Exception");
  }
}
