package dev.zoetrope.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.Outcome;
import dev.zoetrope.ruler.Calibrated;
import dev.zoetrope.ruler.Calibration;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Writes a run into the log while it goes on, on a thread of its own: nobody who asks waits for a
 * disk. Thread-safe; whoever opens it closes it, which waits until all is written.
 */
final class RunWriter implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunLog log;
  private final String run;
  private final Halt halt;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(RunWriter::daemon);
  private volatile Optional<UncheckedIOException> failure = Optional.empty();

  /**
   * @param halt called when the log cannot be written any more
   */
  RunWriter(RunLog log, String run, Halt halt) {
    this.log = log;
    this.run = run;
    this.halt = halt;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "zoetrope-run-log");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Writes what begins, at once: nobody is asked of whom the log does not know.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  void begin(Ready ready, Optional<Calibration> calibration) {
    ObjectNode line = RunLog.line(ready.goesOn() ? "resume" : "plan", run);
    line.put("at", Instant.now().toString());
    if (ready.goesOn()) {
      line.put("finished", ready.dry().finished()).put("skipped", ready.dry().skipped());
    } else {
      line.set("plan", PlanJson.run(ready.plan()));
    }
    ready.dry().hurdles().forEach(hurdle -> impossible(line, hurdle));
    line.set("machine", JSON.valueToTree(MachineFacts.read().facts()));
    calibration.ifPresent(c -> line.set("calibration", JSON.valueToTree(c.toMap())));
    log.append(line);
  }

  private static void impossible(ObjectNode line, DryRun.Hurdle hurdle) {
    line.withArray("/impossible").addObject().put("why", hurdle.why()).put("cells", hurdle.cells());
  }

  /**
   * One request has ended.
   *
   * @param attempt from 1
   */
  void answered(Cell cell, int attempt, Answer answer) {
    keep(() -> answer(cell, attempt, answer));
  }

  private ObjectNode answer(Cell cell, int attempt, Answer answer) {
    ObjectNode line = AnswerJson.answer(run, answer);
    ObjectNode asked = line.putObject("cell");
    asked.put("id", cell.id()).put("attempt", attempt).put("backend", cell.backend());
    asked.put("source", cell.source().id()).put("window", cell.at().window());
    asked.put("question", cell.question().id()).put("sampling", cell.at().sampling());
    if (answer.outcome() instanceof Outcome.Failed failed) {
      line.withObject("/error").put("retryable", failed.retryable());
    }
    return line;
  }

  /** Nothing more is asked in this part. */
  void end(RunSummary summary, String order, Optional<Calibrated> client) {
    keep(
        () -> {
          RunSummary.Counts counts = summary.counts();
          ObjectNode line = RunLog.line("end", run).put("at", Instant.now().toString());
          line.put("order", order).put("why", summary.end().name());
          line.put("answers", counts.answered() + counts.failed() + counts.cancelled());
          line.put("failed", counts.failed()).put("cancelled", counts.cancelled());
          line.put("retried", counts.retried()).put("open", counts.open());
          client.ifPresent(c -> line.put("client_cpu_share", c.cpuShare()));
          return line;
        });
  }

  private void keep(Supplier<ObjectNode> line) {
    thread.execute(() -> append(line));
  }

  /** A log that failed once is not tried again: it would have a hole. */
  private void append(Supplier<ObjectNode> line) {
    if (failure.isPresent()) {
      return;
    }
    try {
      log.append(line.get());
    } catch (UncheckedIOException e) {
      failure = Optional.of(e);
      halt.call();
    }
  }

  /** Why the log lacks some of this run. */
  Optional<UncheckedIOException> failure() {
    return failure;
  }

  /** Appending bounds its waits itself. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    boolean written = false;
    while (!written) {
      try {
        written = thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
