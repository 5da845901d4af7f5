package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.SourceRegistry;
import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.ScriptedBackend;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.Grid;
import dev.zoetrope.temporal.SingleFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PlanRunTest {
  private static final int EACH = 4;
  private static final int CUTS = 23;

  @TempDir Path folder;
  private final SourceRegistry sources = SourceRegistry.open(Ticker.system());
  private final FrameEncoder encoder = FrameEncoder.open(Ticker.system());
  private final Map<String, VlmBackend> backends = new HashMap<>();
  private Path log = Path.of("log.jsonl");

  @BeforeEach
  void name() {
    log = folder.resolve("log.jsonl");
  }

  @AfterEach
  void close() {
    boolean unused = Thread.interrupted();
    encoder.close();
    sources.close();
  }

  @Test
  void everyQuestionIsAskedOnceAndStandsInTheLog() throws Exception {
    ScriptedBackend a = backend("a:", Answers.saying("left"));
    ScriptedBackend b = backend("b:", Answers.saying("right"));

    RunSummary summary = run(plan("a:", "b:").build());

    assertThat(summary.end()).isEqualTo(RunSummary.End.COMPLETE);
    assertThat(summary.counts()).isEqualTo(new RunSummary.Counts(8, 0, 8, 0, 0, 0, 0));
    assertThat(summary.anyFailed()).isFalse();
    assertThat(List.of(a.asked().size(), b.asked().size())).containsExactly(EACH, EACH);
    assertThat(complete()).hasSize(8).doesNotHaveDuplicates();
    everyLineIsAsTheSchemaSays();
  }

  @Test
  void whatMayPassIsAskedAgainAndCounted() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    ScriptedBackend flaky =
        backend(
            "a:",
            (sink, closed) -> {
              if (tries.incrementAndGet() == 1) {
                throw new BackendException.Overloaded("a: is busy.", Optional.empty());
              }
              return Answers.saying("left").read(sink, closed);
            });

    RunSummary summary = run(plan("a:").build());

    assertThat(summary.counts()).isEqualTo(new RunSummary.Counts(EACH, 0, EACH, 0, 1, 0, 0));
    assertThat(flaky.asked()).hasSize(EACH + 1);
    JsonNode failed = answers().get(0);
    assertThat(failed.at("/error/code").asText()).isEqualTo("overloaded");
    assertThat(failed.at("/error/retryable").asBoolean()).isTrue();
    assertThat(answers().get(1).at("/cell/attempt").asInt()).isEqualTo(2);
    assertThat(answers().get(1).at("/cell/id")).isEqualTo(failed.at("/cell/id"));
    everyLineIsAsTheSchemaSays();
  }

  @Test
  void whatCannotPassIsAskedOnceAndNotAgainWhenTheRunGoesOn() throws Exception {
    ScriptedBackend refuses =
        backend(
            "a:",
            (sink, closed) -> {
              throw new BackendException.ContentFiltered("a: refuses this.");
            });

    RunSummary summary = run(plan("a:").build());
    RunSummary again = resume(plan("a:").build());

    assertThat(summary.counts().failed()).isEqualTo(EACH);
    assertThat(summary.anyFailed()).isTrue();
    assertThat(again.counts().before()).isEqualTo(EACH);
    assertThat(refuses.asked()).hasSize(EACH);
  }

  @Test
  void aBackendThatOnlyFailsIsGivenUpAndTheOthersGoOn() throws Exception {
    ScriptedBackend dead =
        backend(
            "a:",
            (sink, closed) -> {
              throw new BackendException.Unreachable("a: is gone; start it.", new IOException());
            });
    ScriptedBackend b = backend("b:", Answers.saying("right"));
    Plan plan = plan("a:", "b:").limits(new Plan.Limits(1, 0, 2)).build();

    RunSummary summary = run(plan);

    assertThat(dead.asked()).hasSize(2);
    assertThat(b.asked()).hasSize(EACH);
    assertThat(summary.missing())
        .containsExactly("a: was given up after 2 failures in a row: a: is gone; start it.");
    assertThat(summary.counts().open()).isEqualTo(EACH - 2);

    backend("a:", Answers.saying("left"));
    assertThat(resume(plan).counts()).isEqualTo(new RunSummary.Counts(8, 4, 4, 0, 0, 0, 0));
    assertThat(complete()).hasSize(8).doesNotHaveDuplicates();
    everyLineIsAsTheSchemaSays();
  }

  @Test
  void aBudgetEndsTheRunAndTheRestIsAskedWhenItGoesOn() throws Exception {
    ScriptedBackend a = backend("a:", Answers.saying("left"));
    Plan.Budget three = new Plan.Budget(OptionalInt.of(3), Optional.empty());

    RunSummary first = run(plan("a:").budget(three).build());
    RunSummary second = resume(plan("a:").budget(Plan.Budget.NONE).build());

    assertThat(first.end()).isEqualTo(RunSummary.End.BUDGET);
    assertThat(first.counts().open()).isEqualTo(1);
    assertThat(second.run()).isEqualTo(first.run());
    assertThat(second.counts()).isEqualTo(new RunSummary.Counts(EACH, 3, 1, 0, 0, 0, 0));
    assertThat(a.asked()).hasSize(EACH);
    assertThat(types())
        .containsExactly("plan", "answer", "answer", "answer", "end", "resume", "answer", "end");
  }

  @Test
  void aStopCancelsWhatIsInFlightEndsTheLogAndLosesNothing() throws Exception {
    Thread me = Thread.currentThread();
    AtomicInteger asked = new AtomicInteger();
    backend(
        "a:",
        (sink, closed) -> {
          if (asked.incrementAndGet() < 3) {
            return Answers.saying("left").read(sink, closed);
          }
          me.interrupt();
          closed.await();
          throw new IllegalStateException("the socket is closed");
        });

    RunSummary stopped = run(plan("a:").build());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped.end()).isEqualTo(RunSummary.End.STOPPED);
    assertThat(stopped.counts()).isEqualTo(new RunSummary.Counts(EACH, 0, 2, 0, 0, 1, 0));
    assertThat(types()).endsWith("answer", "end");
    assertThat(answers().get(2).get("state").asText()).isEqualTo("cancelled");
    everyLineIsAsTheSchemaSays();

    backend("a:", Answers.saying("left"));
    assertThat(resume(plan("a:").build()).counts().answered()).isEqualTo(2);
    assertThat(complete()).hasSize(EACH).doesNotHaveDuplicates();
  }

  @Test
  void aLogThatWasCutAtAnyByteIsGoneOnWith() throws Exception {
    backend("a:", Answers.saying("left"));
    run(plan("a:").build());
    byte[] whole = Files.readAllBytes(log);

    for (int cut = 0; cut < whole.length; cut += whole.length / CUTS) {
      Files.write(log, Arrays.copyOf(whole, cut));
      RunSummary summary = resume(plan("a:").build());
      assertThat(summary.counts().open()).as("cut at %d", cut).isZero();
      assertThat(complete()).as("cut at %d", cut).hasSize(EACH).doesNotHaveDuplicates();
    }
  }

  @Test
  void foreignAndHostileLinesAreSkippedAndCounted() throws Exception {
    ScriptedBackend a = backend("a:", Answers.saying("left"));
    run(plan("a:").build());
    String deep = "[".repeat(100_000);
    Files.writeString(
        log,
        "\n\n{}{}\nnull\n[1]\n{\"type\":7}\n{\"cell\":[],\"type\":\"answer\"}\n"
            + deep
            + "\n{\"a\":1",
        StandardOpenOption.APPEND);

    RunSummary again = resume(plan("a:").build());

    assertThat(again.counts().before()).isEqualTo(EACH);
    assertThat(a.asked()).hasSize(EACH);
    assertThat(again.skipped()).isEqualTo(7);
  }

  @Test
  void aRunBeginsAnewWhereTheLogHasAnotherPlan() throws Exception {
    backend("a:", Answers.saying("left"));
    RunSummary first = run(plan("a:").build());
    RunSummary other = resume(plan("a:").repetitions(3).build());

    assertThat(other.run()).isNotEqualTo(first.run());
    assertThat(other.counts()).isEqualTo(new RunSummary.Counts(6, 0, 6, 0, 0, 0, 0));
  }

  @Test
  void whatCannotBeAskedIsSaidBeforeAndLeftOut() throws Exception {
    ScriptedBackend a = backend("a:", Answers.saying("left"));
    Plan plan =
        plan("a:", "down:").source("none", folder + "/none.mp4").encodings(Grid.of(3, 3)).build();

    DryRun dry = planRun(plan).dry(false);
    RunSummary summary = run(plan);

    assertThat(dry.cells()).isEqualTo(2 * 2 * 2 * 2 * 2);
    assertThat(dry.requests()).isEqualTo(EACH);
    assertThat(dry.images()).isEqualTo(EACH);
    assertThat(dry.time()).isEmpty();
    assertThat(dry.hurdles())
        .extracting(DryRun.Hurdle::why)
        .anyMatch(why -> why.contains("down: is gone"))
        .anyMatch(why -> why.contains("none.mp4"))
        .anyMatch(why -> why.contains("3x3 grid"));
    assertThat(summary.counts().impossible()).isEqualTo(32 - EACH);
    assertThat(summary.missing()).hasSize(2);
    assertThat(a.asked()).hasSize(EACH);
    everyLineIsAsTheSchemaSays();
  }

  @Test
  void howLongItTakesIsKnownOnceTheLogHasSuchAnswers() throws Exception {
    backend("a:", Answers.saying("left"));
    run(plan("a:").build());

    // A scripted answer ends 900 ms after its start.
    assertThat(planRun(plan("a:").build()).dry(false).time())
        .contains(Duration.ofMillis(900).multipliedBy(EACH));
    assertThat(planRun(plan("a:").build()).dry(true).requests()).isZero();
  }

  @Test
  void aLogThatCannotBeWrittenAnyMoreStopsTheRunInASentence() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    backend(
        "a:",
        (sink, closed) -> {
          if (asked.incrementAndGet() == 2) {
            occupied();
          } else if (asked.get() > 2) {
            closed.await();
          }
          return Answers.saying("left").read(sink, closed);
        });

    assertThatThrownBy(() -> run(plan("a:").build()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot append to the log")
        .hasMessageContaining("what stands in the log is whole")
        .hasMessageContaining("--resume");
  }

  /** Moves the log away and puts a folder in its place. */
  private void occupied() {
    try {
      Files.move(log, folder.resolve("moved.jsonl"));
      Files.createDirectory(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void severalWorkersAskAtOnce() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    backend(
        "a:",
        (sink, closed) -> {
          both.countDown();
          both.await();
          return Answers.saying("left").read(sink, closed);
        });

    RunSummary summary = run(plan("a:").limits(new Plan.Limits(2, 0, 1)).build());

    assertThat(summary.counts().answered()).isEqualTo(EACH);
  }

  @Test
  void twoRunsIntoOneLogAreRefusedAndToldWhoHasIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    backend(
        "a:",
        (sink, closed) -> {
          asked.countDown();
          go.await();
          return Answers.saying("left").read(sink, closed);
        });
    Thread first = new Thread(() -> quietly(plan("a:").build()));
    first.start();
    asked.await();

    assertThatThrownBy(() -> run(plan("a:").build()))
        .isInstanceOf(LogInUse.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid() + ", since ");
    go.countDown();
    first.join();
    assertThat(run(plan("a:").build()).counts().answered()).isEqualTo(EACH);
  }

  private void quietly(Plan plan) {
    try {
      run(plan);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ScriptedBackend backend(String uri, ScriptedBackend.Script script) {
    ScriptedBackend backend = new ScriptedBackend(uri, "here", script);
    backends.put(uri, backend);
    return backend;
  }

  /** Two questions, twice each. */
  private static PlanBuilder plan(String... uris) {
    return Plan.named("test")
        .source("synthetic:moving-shape?seed=7")
        .encodings(SingleFrame.middle())
        .ask(new PlannedQuestion("which", "Which way?"))
        .ask(new PlannedQuestion("what", "What is it?"))
        .backends(uris)
        .repetitions(2);
  }

  private PlanRun planRun(Plan plan) {
    return new PlanRun(plan, RunLog.at(log), encoder, sources::open, this::connect);
  }

  private VlmBackend connect(String uri) {
    return Optional.ofNullable(backends.get(uri))
        .orElseThrow(() -> new BackendException.Unreachable(uri + " is gone", new IOException()));
  }

  private RunSummary run(Plan plan) throws InterruptedException {
    return planRun(plan).run(progress -> {});
  }

  private RunSummary resume(Plan plan) throws InterruptedException {
    return planRun(plan).resume(progress -> {});
  }

  private List<JsonNode> lines() throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith("{\"schema\"") && line.endsWith("}"))
        .map(LogSchema::parsed)
        .toList();
  }

  private List<String> types() throws IOException {
    return lines().stream().map(line -> line.get("type").asText()).toList();
  }

  private List<JsonNode> answers() throws IOException {
    return lines().stream().filter(line -> line.get("type").asText().equals("answer")).toList();
  }

  private List<String> complete() throws IOException {
    return answers().stream()
        .filter(line -> line.get("state").asText().equals("complete"))
        .map(line -> line.at("/cell/id").asText())
        .toList();
  }

  private void everyLineIsAsTheSchemaSays() throws IOException {
    LogSchema schema = LogSchema.published();
    lines().forEach(schema::accepts);
  }
}
