package dev.zoetrope.experiment;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.ruler.Calibrated;
import dev.zoetrope.ruler.Calibration;
import dev.zoetrope.ruler.ClientCpu;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A run from its first question, or from where it goes on, to its end. Used once. */
final class RunPart {
  private final Ready ready;
  private final Sight sight;
  private final Halt halt;
  private final RunWriter writer;
  private final Consumer<RunProgress> progress;

  RunPart(Ready ready, RunLog log, Sight sight, Consumer<RunProgress> progress) {
    this.ready = ready;
    this.sight = sight;
    this.halt = new Halt(ready.asking());
    this.writer = new RunWriter(log, ready.run(), halt);
    this.progress = progress;
  }

  /**
   * Asks, writes, and waits until all is written.
   *
   * @throws UncheckedIOException if the log cannot be written any more
   */
  RunSummary run(Optional<Calibration> calibration) {
    RunSummary summary;
    try (writer) {
      writer.begin(ready, calibration);
      ClientCpu cpu = new ClientCpu(Ticker.system());
      summary = asked(new Asker(ready, sight, cpu, calibration.map(Calibration::id)));
      writer.end(summary, ready.order(), calibration.map(c -> new Calibrated(c, cpu.share())));
    }
    writer
        .failure()
        .ifPresent(
            why -> {
              throw new UncheckedIOException(
                  why.getMessage()
                      + ". The run has stopped; what stands in the log is whole: when it can be"
                      + " written again, go on with --resume.",
                  why.getCause());
            });
    return summary;
  }

  private RunSummary asked(Asker asker) {
    RunTally tally = new RunTally(ready.plan().budget(), ready.dry(), Ticker.system());
    Crew crew = new Crew(ready, asker, writer, halt, tally, progress);
    RunSummary.End end = crew.ask();
    List<String> missing =
        Stream.concat(ready.feasible().missing().stream(), crew.givenUp().stream()).toList();
    return new RunSummary(ready.run(), end, tally.counts(), ready.dry().skipped(), missing);
  }
}
