package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunLogTest {
  private static final int LINES = 300;

  @TempDir Path folder;
  private Path file = Path.of("log.jsonl");

  @BeforeEach
  void name() {
    file = folder.resolve("deep").resolve("log.jsonl");
  }

  @Test
  void theFirstLineMakesFolderAndFile() throws IOException {
    assertThat(RunLog.at(file).file()).doesNotExist();

    RunLog.at(file).append(RunLog.line("test", "r"));

    assertThat(file)
        .content()
        .isEqualTo("{\"schema\":\"zoetrope.log/1\",\"type\":\"test\",\"run\":\"r\"}\n");
  }

  @Test
  void aTornLineIsEndedByTheNext() throws IOException {
    RunLog log = RunLog.at(file);
    log.append(RunLog.line("test", "a"));
    Files.writeString(file, "{\"schema\":\"zoetrope.log/1\",\"ty", StandardOpenOption.APPEND);

    log.append(RunLog.line("test", "b"));
    log.append(RunLog.line("test", "c"));

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).isEqualTo("{\"schema\":\"zoetrope.log/1\",\"ty");
    assertThat(runs(List.of(lines.get(0), lines.get(2), lines.get(3))))
        .containsExactly("a", "b", "c");
  }

  @Test
  void wordsOfAnyScriptAreOneLine() throws IOException {
    RunLog.at(file)
        .append(RunLog.line("test", "r").put("text", "eins\nzwei \u2028 日本 \ud83d\ude00"));

    assertThat(Files.readString(file)).endsWith("\n").containsOnlyOnce("\n");
    assertThat(LogSchema.lines(file).get(0).get("text").asText())
        .isEqualTo("eins\nzwei \u2028 日本 \ud83d\ude00");
  }

  @Test
  void twoLogsOfOneFileInOneProcessTakeTurns() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> a = threads.submit(() -> LogWriter.write(RunLog.at(file), LINES, "a"));
      Future<?> b = threads.submit(() -> LogWriter.write(RunLog.at(file), LINES, "b"));
      a.get();
      b.get();
    } finally {
      threads.shutdownNow();
    }
    areWholeAndInOrder("a", "b");
  }

  @Test
  void twoProcessesAppendWholeLines() throws Exception {
    Process a = writer("a");
    Process b = writer("b");
    LogWriter.write(RunLog.at(file), LINES, "c");

    assertThat(a.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(b.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(List.of(a.exitValue(), b.exitValue())).as(this::outputs).containsOnly(0);
    areWholeAndInOrder("a", "b", "c");
  }

  @Test
  void aKilledRunLeavesALogThatReads() throws Exception {
    Files.createDirectories(file.getParent());
    Process killed = LogWriter.start(folder.resolve("run.txt"), "run", file.toString());
    try {
      growsTo(300_000);
    } finally {
      killed.destroyForcibly();
    }
    assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();

    List<JsonNode> lines = complete(Files.readString(file));
    LogSchema schema = LogSchema.published();
    lines.forEach(schema::accepts);
    assertThat(lines.get(0).get("type").asText()).isEqualTo("plan");
    assertThat(lines.subList(1, lines.size()))
        .hasSizeGreaterThan(3)
        .allMatch(line -> line.get("type").asText().equals("answer"));
  }

  @Test
  void whereItCannotWriteItSaysSo() throws IOException {
    Path occupied = Files.writeString(folder.resolve("occupied"), "a file");
    RunLog log = RunLog.at(occupied.resolve("log.jsonl"));

    assertThatThrownBy(() -> log.append(RunLog.line("test", "r")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot append to the log")
        .hasMessageContaining("occupied");
  }

  private Process writer(String run) throws IOException {
    return LogWriter.start(folder.resolve(run + ".txt"), "lines", file.toString(), "" + LINES, run);
  }

  private String outputs() {
    try {
      return Files.readString(folder.resolve("a.txt")) + Files.readString(folder.resolve("b.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void areWholeAndInOrder(String... runs) throws IOException {
    List<JsonNode> lines = LogSchema.lines(file);
    assertThat(lines).hasSize(LINES * runs.length);
    for (String run : runs) {
      assertThat(lines.stream().filter(l -> l.get("run").asText().equals(run)))
          .extracting(l -> l.get("n").asInt())
          .containsExactlyElementsOf(IntStream.range(0, LINES).boxed().toList());
    }
  }

  private static List<String> runs(List<String> lines) {
    return lines.stream().map(l -> LogSchema.parsed(l).get("run").asText()).toList();
  }

  private static List<JsonNode> complete(String log) {
    return log.substring(0, log.lastIndexOf('\n')).lines().map(LogSchema::parsed).toList();
  }

  private void growsTo(long bytes) throws IOException, InterruptedException {
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      file.getParent()
          .register(
              watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      while (!Files.exists(file) || Files.size(file) < bytes) {
        WatchKey key = watch.poll(60, TimeUnit.SECONDS);
        assertThat(key).as("the child writes: %s", folder.resolve("run.txt")).isNotNull();
        key.pollEvents();
        key.reset();
      }
    }
  }
}
