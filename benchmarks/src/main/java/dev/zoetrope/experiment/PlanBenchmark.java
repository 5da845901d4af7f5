package dev.zoetrope.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.metrics.SuppressForbidden;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.Grid;
import dev.zoetrope.temporal.MultiImage;
import dev.zoetrope.temporal.SingleFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What it takes to go through a plan of 100 000 questions, to append an answer to the log, and to
 * read a log of a gigabyte before a run goes on: {@code PlanBenchmark [GIGABYTES]}.
 */
public final class PlanBenchmark {
  private static final int APPENDS = 20_000;

  private PlanBenchmark() {}

  @SuppressForbidden("a program whose result is what it prints")
  public static void main(String[] words) throws IOException {
    Ticker ticker = Ticker.system();
    long begun = ticker.nanos();
    Plan plan = plan();
    Turn turn = new Turn(plan, new Cells(plan), List.of(0, 1, 2, 3));
    int count = 0;
    for (Optional<Cell> next = turn.next(); next.isPresent(); next = turn.next()) {
      count += next.get().id().isEmpty() ? 0 : 1;
    }
    System.out.printf(
        Locale.ROOT,
        "plan: %d questions named in %.2f s, heap used %d MB%n",
        count,
        seconds(ticker, begun),
        used());
    Path folder = Files.createTempDirectory("plan-benchmark");
    append(ticker, plan, folder.resolve("log.jsonl"));
    scan(
        ticker,
        plan,
        folder.resolve("log.jsonl"),
        words.length == 0 ? 1 : Double.parseDouble(words[0]));
  }

  private static Plan plan() {
    PlanBuilder plan = Plan.named("benchmark").repetitions(5);
    for (int i = 0; i < 100; i++) {
      plan.source("synthetic:moving-shape?seed=" + i);
    }
    for (int i = 0; i < 10; i++) {
      plan.ask(new PlannedQuestion("q" + i, "Question " + i + "?"));
    }
    plan.window(Plan.PlannedWindow.of(4, Duration.ofMillis(500), Duration.ZERO));
    plan.encodings(SingleFrame.middle(), SingleFrame.last(), Grid.of(2, 2));
    plan.encodings(MultiImage.labelled(), MultiImage.plain());
    return plan.backends("a:", "b:", "c:", "d:").build();
  }

  @SuppressForbidden("a program whose result is what it prints")
  private static void append(Ticker ticker, Plan plan, Path file) {
    RunLog log = RunLog.at(file);
    Cells cells = new Cells(plan);
    log.append(RunLog.line("plan", "20261123T000000Z-00000000").set("plan", PlanJson.run(plan)));
    long begun = 0;
    for (int i = -APPENDS / 10; i < APPENDS; i++) {
      begun = i == 0 ? ticker.nanos() : begun;
      log.append(line(cells.at(Math.max(0, i))));
    }
    System.out.printf(
        Locale.ROOT,
        "log: %.1f us for each of %d answers appended%n",
        seconds(ticker, begun) / APPENDS * 1e6,
        APPENDS);
  }

  /** About as long as an answer's line is. */
  private static ObjectNode line(Cell cell) {
    var line = RunLog.line("answer", "20261123T000000Z-00000000").put("state", "complete");
    line.putObject("cell").put("id", cell.id()).put("backend", cell.backend());
    line.put("encoding", cell.encoding().name());
    var metrics = line.putObject("metrics");
    for (int i = 0; i < 24; i++) {
      metrics
          .putObject("metric_" + i)
          .put("value", 53.049222 * i)
          .put("unit", "ms")
          .putObject("provenance")
          .put("kind", "MEASURED_IN_PROCESS")
          .put("formula", "first token - request start");
    }
    line.putObject("stamps_ns").put("end", 53_049_222L);
    return line;
  }

  @SuppressForbidden("a program whose result is what it prints")
  private static void scan(Ticker ticker, Plan plan, Path file, double gigabytes)
      throws IOException {
    byte[] once = Files.readAllBytes(file);
    Path large = file.resolveSibling("large.jsonl");
    try (var out = Files.newOutputStream(large)) {
      for (double written = 0; written < gigabytes * 1e9; written += once.length) {
        out.write(once);
      }
    }
    long begun = ticker.nanos();
    LogScan scan = LogScan.of(large, CellIds.fingerprint(plan));
    System.out.printf(
        Locale.ROOT,
        "resume: %.2f GB read in %.2f s, %d finished, %d torn, heap used %d MB%n",
        Files.size(large) / 1e9,
        seconds(ticker, begun),
        scan.finished().size(),
        scan.skipped(),
        used());
    Files.delete(large);
    Files.delete(file);
    Files.delete(file.getParent());
  }

  private static double seconds(Ticker ticker, long begun) {
    return (ticker.nanos() - begun) / 1e9;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
