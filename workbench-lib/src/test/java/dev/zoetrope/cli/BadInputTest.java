package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wrong input gets one sentence that says what to do next, an exit code, and no stack. */
class BadInputTest {
  private static final String SCENE = "synthetic:moving-shape?seed=7";

  private static final Path CLIP = Path.of("../notebooks/clips/red-circle-right.mp4");

  @TempDir Path folder;

  @Test
  void aMissingClip() {
    refused(3, ask("--source", folder + "/none.mp4"), "none.mp4");
  }

  @Test
  void aTextFileAsClip() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mp4"), "this is no video\n".repeat(100));
    refused(3, ask("--source", text.toString()), "text.mp4");
  }

  @Test
  void anEmptyFileAsClip() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.mp4"));
    refused(3, ask("--source", empty.toString()), "empty.mp4");
  }

  @Test
  void anUnknownSourceScheme() {
    refused(2, ask("--source", "synthetik:moving-shape"), "Did you mean synthetic");
  }

  @Test
  void anUnknownBackend() {
    Cli.Ran ran =
        Cli.compare(log(), "--source", SCENE, "--backend", "embeded:tiny", "--prompt", "What?");
    refused(2, ran, "Did you mean embedded:tiny?");
  }

  @Test
  void anEarlierReportThatIsNone() throws IOException {
    Path text = Files.writeString(folder.resolve("earlier.json"), "no report");
    String uri = "http://127.0.0.1:1#tiny";

    refused(2, Cli.run("load", uri, "--against", text.toString()), "give a file of its --json");
    refused(2, Cli.run("load", uri, "--against", folder + "/none.json"), "none.json");
  }

  @Test
  void aTimeBeyondTheEnd() {
    refused(3, ask("--source", SCENE, "--at", "1h"), "write a time from 0s to");
  }

  @Test
  void aWindowLongerThanTheClip() {
    refused(
        3, ask("--source", SCENE, "--window", "4", "--spacing", "1h"), "too short for 4 frames");
  }

  @Test
  void aTimeThatIsNone() {
    refused(2, ask("--source", SCENE, "--at", "soon"), "soon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  void aWindowWithoutFrames(String frames) {
    refused(2, ask("--source", SCENE, "--window", frames), "ask for 1 or more");
  }

  @Test
  void aSpacingWithoutAWindow() {
    refused(2, ask("--source", SCENE, "--spacing", "1s"), "--window");
  }

  @Test
  void aSpacingOfNothing() {
    refused(2, ask("--source", SCENE, "--window", "2", "--spacing", "0s"), "500ms");
  }

  @Test
  void anEmptySource() {
    refused(2, ask("--source", ""), "--source");
  }

  @Test
  void aGridOfNothingNamesNoClass() {
    Cli.Ran ran = ask("--source", SCENE, "--encoding", "grid:0x0");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("See zoetrope compare --help.").doesNotContain("dev.zoetrope");
    assertThat(ran.err().lines()).as(ran.err()).hasSize(2);
  }

  @Test
  void aNotebookThatGetsNoTime() {
    refused(2, Cli.run("notebook", "--timeout", "0", "some.ipynb"), "1 or more");
  }

  @Test
  void aFolderIsNoNotebook() {
    refused(2, Cli.run("notebook", folder.toString()), "is a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"cells\":3}", "[]", "\u0000\u0000\u0000\u0018ftypmp42"})
  void whatIsNoNotebook(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("clip.mp4"), content);
    refused(2, Cli.run("notebook", file.toString()), "is not a notebook");
  }

  @Test
  void anOutputThatCannotBeWritten() throws IOException {
    Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
    Path notebook = Files.writeString(folder.resolve("a.ipynb"), "{\"cells\":[]}");
    refused(
        3,
        Cli.run("notebook", "--output", occupied + "/out", notebook.toString()),
        "give another --output");
  }

  @Test
  void aPageThatCannotBeWrittenStopsBeforeAnybodyIsAsked() throws IOException {
    Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
    refused(3, ask("--source", SCENE, "--html", occupied + "/page.html"), "give another --html");
    refused(
        3,
        ask("--source", SCENE, "--html", folder.resolve("y".repeat(300)).toString()),
        "cannot be written: give another --html");
    assertThat(folder.resolve("log.jsonl")).doesNotExist();
  }

  @Test
  void aClipThatWasCutInHalf() throws IOException {
    byte[] whole = Files.readAllBytes(CLIP);
    Path half = folder.resolve("half.mp4");
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    refused(3, ask("--source", half.toString()), "cut off");
  }

  @Test
  void anEmptyPictureInAFolderIsNamed() throws IOException {
    Path stills = Files.createDirectory(folder.resolve("stills"));
    Files.createFile(stills.resolve("a.png"));
    refused(3, ask("--source", stills.toString()), "a.png in " + stills + " is empty");
  }

  @Test
  void aPictureWithoutSize() throws IOException {
    byte[] picture = "P6\n0 0\n255\n".getBytes(StandardCharsets.US_ASCII);
    Path file = Files.write(folder.resolve("none.ppm"), picture);
    refused(3, ask("--source", file.toString()), "none.ppm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://me:s3cret@nowhere/x", "rtsp://me:s3/cret@nowhere/x"})
  void credentialsOfASourceAreNeverShown(String uri) {
    Cli.Ran ran = ask("--source", uri);
    assertThat(ran.code()).isBetween(2, 3);
    assertThat(ran.err() + ran.out()).contains("***").doesNotContain("s3");
  }

  @Test
  void aGridWithTooFewFrames() {
    refused(
        2,
        ask("--source", SCENE, "--window", "3", "--spacing", "100ms", "--encoding", "grid:2x2"),
        "grid");
  }

  @Test
  void anEmptyQuestion() {
    refused(
        2,
        Cli.compare(log(), "--source", SCENE, "--backend", "embedded:tiny", "--prompt", "  "),
        "question is empty");
  }

  @Test
  void aQuestionOfOneMegabyte() throws IOException {
    Path prompt =
        Files.writeString(folder.resolve("long.txt"), "Which way does it move? ".repeat(1 << 16));
    Cli.Ran ran =
        Cli.compare(
            log(),
            "--source",
            SCENE,
            "--backend",
            "embedded:tiny",
            "--prompt-file",
            prompt.toString());
    refused(3, ran, "tokens");
    assertThat(ran.out()).contains("… (1,572,864 characters)").hasSizeLessThan(4000);
  }

  @Test
  void anUnreachableServerCostsOnlyItsOwnAnswer() throws IOException {
    Cli.Ran ran = ask("--source", SCENE, "--backend", "http://127.0.0.1:" + deadPort(), "--json");
    refused(3, ran, "127.0.0.1");
    assertThat(ran.out())
        .contains("\"code\" : \"unreachable\"")
        .contains("\"state\" : \"complete\"");
  }

  @Test
  void aServerWithoutVision() throws IOException {
    HttpServer server = textOnlyServer();
    try {
      String uri = "http://127.0.0.1:" + server.getAddress().getPort();
      Cli.Ran ran = Cli.compare(log(), "--source", SCENE, "--backend", uri, "--prompt", "What?");
      refused(3, ran, "mmproj");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aWrongOptionNamesTheRightOne() {
    Cli.Ran ran = ask("--source", SCENE, "--promt", "x");
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--promt").contains("--prompt");
  }

  @Test
  void aLogThatCannotBeWrittenStopsBeforeAnybodyIsAsked() throws IOException {
    Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
    Cli.Ran ran =
        Cli.compare(
            occupied.resolve("log.jsonl").toString(),
            "--source",
            SCENE,
            "--backend",
            "embedded:tiny",
            "--prompt",
            "What?");
    refused(3, ran, "cannot append to the log");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void aFailedRunLeavesNoLogBehind() {
    ask("--source", folder + "/none.mp4");
    assertThat(folder.resolve("log.jsonl")).doesNotExist();
  }

  private Cli.Ran ask(String... args) {
    String[] all = new String[args.length + 4];
    System.arraycopy(args, 0, all, 0, args.length);
    System.arraycopy(
        new String[] {"--backend", "embedded:tiny", "--prompt", "What?"}, 0, all, args.length, 4);
    return Cli.compare(log(), all);
  }

  private String log() {
    return folder.resolve("log.jsonl").toString();
  }

  private static void refused(int code, Cli.Ran ran, String names) {
    assertThat(ran.err()).startsWith("zoetrope: ").contains(names).doesNotContain("\tat ");
    assertThat(ran.err().strip().lines()).as(ran.err()).hasSize(1);
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
  }

  private static int deadPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static HttpServer textOnlyServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, String> pages =
        Map.of(
            "/v1/models",
                "{\"object\":\"list\",\"data\":[{\"id\":\"words\",\"owned_by\":\"llamacpp\"}]}",
            "/props",
                "{\"modalities\":{\"vision\":false,\"audio\":false},\"default_generation_settings\":{\"n_ctx\":1024},\"build_info\":\"b1-x\"}");
    pages.forEach(
        (path, json) ->
            server.createContext(
                path,
                exchange -> {
                  byte[] body = json.getBytes(StandardCharsets.UTF_8);
                  exchange.getResponseHeaders().set("Content-Type", "application/json");
                  exchange.sendResponseHeaders(200, body.length);
                  exchange.getResponseBody().write(body);
                  exchange.close();
                }));
    server.start();
    return server;
  }
}
