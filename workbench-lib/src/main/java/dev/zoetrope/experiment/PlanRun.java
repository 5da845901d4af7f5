package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.Source;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A plan that can be run, as often as one likes, into one log. Confined to one thread.
 *
 * <pre>{@code
 * PlanRun run = workbench.plan(PlanFile.read(Path.of("plan.yaml")));
 * DryRun before = run.dry(false);
 * RunSummary summary = run.run(progress -> show(progress));
 * }</pre>
 */
public final class PlanRun {
  private final Plan plan;
  private final RunLog log;
  private final FrameEncoder encoder;
  private final Function<String, Source> sources;
  private final Function<String, VlmBackend> backends;

  PlanRun(
      Plan plan,
      RunLog log,
      FrameEncoder encoder,
      Function<String, Source> sources,
      Function<String, VlmBackend> backends) {
    this.plan = requireNonNull(plan, "plan is null");
    this.log = log;
    this.encoder = encoder;
    this.sources = requireNonNull(sources, "sources is null");
    this.backends = requireNonNull(backends, "backends is null");
  }

  /**
   * What it would do; connects the backends, opens the sources, asks nobody.
   *
   * @param goesOn whether what the log has is left out
   * @throws dev.zoetrope.backend.BackendException if a backend's name or address means nothing
   */
  public DryRun dry(boolean goesOn) {
    LogScan stands = LogScan.of(log.file(), CellIds.fingerprint(plan));
    try (Sight sight = new Sight(sources, encoder)) {
      Feasible feasible = Feasible.of(plan, sight, backends, encoder);
      return new Rehearsal(plan, feasible, stands, goesOn).run();
    }
  }

  /**
   * Asks all that can be asked and keeps each answer in the log as it comes. An interrupt ends it:
   * what is in flight is cancelled, the log is ended, and the thread's flag is set.
   *
   * @param progress hears of each answer, on any thread
   * @throws LogInUse if another run writes into the log
   * @throws UncheckedIOException if the log cannot be written any more; what stands there is whole
   * @throws dev.zoetrope.backend.BackendException if a backend's name or address means nothing
   * @throws InterruptedException if it was interrupted before the first question; nothing is logged
   */
  public RunSummary run(Consumer<RunProgress> progress) throws InterruptedException {
    return run(false, progress);
  }

  /**
   * Goes on with the newest run of this plan in the log: what was finished is not asked again, what
   * failed and may pass, or was cancelled or lost, is. Where there is none a new one begins.
   *
   * @throws LogInUse as above
   * @throws UncheckedIOException as above
   * @throws InterruptedException as above
   */
  public RunSummary resume(Consumer<RunProgress> progress) throws InterruptedException {
    return run(true, progress);
  }

  private RunSummary run(boolean resume, Consumer<RunProgress> progress)
      throws InterruptedException {
    requireNonNull(progress, "progress is null");
    try (RunLock held = RunLock.take(log.file());
        Sight sight = new Sight(sources, encoder)) {
      LogScan stands = LogScan.of(log.file(), CellIds.fingerprint(plan));
      Feasible feasible = Feasible.of(plan, sight, backends, encoder);
      Ready ready = Ready.of(plan, feasible, stands, resume);
      return new RunPart(ready, log, sight, progress).run(ready.calibration());
    }
  }
}
