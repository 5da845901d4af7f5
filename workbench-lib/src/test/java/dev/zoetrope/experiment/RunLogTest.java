package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.Clip;
import dev.zoetrope.compare.ScriptedBackend;
import dev.zoetrope.temporal.EncodingException;
import dev.zoetrope.temporal.Grid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
  void aFileThatAnotherProcessLocksIsWaitedFor() throws Exception {
    Process holder = LogWriter.holding(made());
    ExecutorService threads = Executors.newFixedThreadPool(1);
    try {
      Future<?> line = threads.submit(() -> RunLog.at(file).append(RunLog.line("test", "r")));
      holder.getOutputStream().close();
      line.get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
      holder.destroyForcibly();
    }
    assertThat(Files.readString(file)).contains("\"run\":\"r\"");
  }

  @Test
  void aFileThatStaysLockedIsOneSentence() throws Exception {
    Process holder = LogWriter.holding(made());
    try {
      RunLog log = RunLog.at(file, Duration.ofMillis(50));
      assertThatThrownBy(() -> log.append(RunLog.line("test", "r")))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("another process has kept it locked")
          .hasMessageContaining("log to another file");
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void anInterruptNeitherLosesALineNorIsLost() throws IOException {
    Thread.currentThread().interrupt();
    RunLog.at(file).append(RunLog.line("test", "r"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(LogSchema.lines(file)).hasSize(1);
  }

  @Test
  void answersThatTheLogLacksAreInTheFailure() throws Exception {
    AtomicReference<Process> holder = new AtomicReference<>();
    ScriptedBackend.Script locks =
        (sink, closed) -> {
          try {
            holder.set(LogWriter.holding(file));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return Answers.saying("left").read(sink, closed);
        };
    RunLog log = RunLog.at(file, Duration.ofMillis(50));
    try (Clip clip = new Clip()) {
      Experiments experiments = new Experiments(log, clip.encoder());
      NotLogged lost =
          catchThrowableOfType(
              NotLogged.class,
              () ->
                  experiments.compare(
                      clip.spec(new ScriptedBackend("a:", "here", locks)), List.of()));

      assertThat(lost).hasMessageContaining("locked").hasMessageContaining("not in the log");
      assertThat(lost.result().answers())
          .extracting(answer -> answer.outcome().text())
          .containsExactly("left");
    } finally {
      holder.get().destroyForcibly();
    }
  }

  @Test
  void aRunThatBreaksBeforeItsFirstQuestionEndsInTheLog() throws IOException {
    try (Clip clip = new Clip()) {
      ScriptedBackend a = new ScriptedBackend("a:", "here", Answers.saying("left"));
      assertThatThrownBy(
              () ->
                  new Experiments(RunLog.at(file), clip.encoder())
                      .compare(
                          clip.spec(List.of(Grid.of(2, 2)), 1, AskOrder.IN_TURN, 0, a), List.of()))
          .isInstanceOf(EncodingException.class);
    }
    List<JsonNode> lines = LogSchema.lines(file);
    LogSchema schema = LogSchema.published();
    lines.forEach(schema::accepts);
    assertThat(lines).extracting(line -> line.get("type").asText()).containsExactly("plan", "end");
    assertThat(lines.get(1).get("error").asText()).contains("2x2 grid");
  }

  private Path made() throws IOException {
    Files.createDirectories(file.getParent());
    return file;
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

  /** A file that may not grow fills up as a disk does: half a line goes in, then nothing. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aFullDiskLeavesWholeLinesAndASentence() throws Exception {
    Files.createDirectories(file.getParent());
    Process full =
        LogWriter.startLimited(folder.resolve("out.txt"), "lines", file + "", "300", "a");

    assertThat(full.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(folder.resolve("out.txt")).content().contains("cannot append to the log");
    assertThat(Files.readString(file)).endsWith("\n");
    assertThat(LogSchema.lines(file)).hasSizeBetween(10, 299);
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
