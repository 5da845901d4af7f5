package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.SourceException;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.ruler.Calibrated;
import dev.zoetrope.ruler.Calibration;
import dev.zoetrope.ruler.ClientCpu;
import dev.zoetrope.telemetry.Telemetry;
import dev.zoetrope.temporal.EncodedPrompt;
import dev.zoetrope.temporal.Encoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the same frames to several backends and collects what they answer.
 *
 * <pre>{@code
 * ComparisonResult result = Comparison.run("run-1", spec, encoder, List.of(event -> show(event)));
 * }</pre>
 */
public final class Comparison {
  private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

  private final String run;
  private final ComparisonSpec spec;
  private final Schedule schedule;
  private final Instant at = Instant.now();
  private final Dispatch dispatch;
  private final Asking asking;
  private final Readiness readiness = new Readiness();
  private final Optional<Calibration> calibration;
  private final Optional<Telemetry> telemetry;
  private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();

  private Comparison(
      String run,
      ComparisonSpec spec,
      Optional<Calibration> calibration,
      Optional<Telemetry> telemetry,
      Dispatch dispatch) {
    this.telemetry = telemetry;
    this.run = run;
    this.spec = spec;
    this.schedule = new Schedule(spec);
    this.calibration = calibration;
    this.dispatch = dispatch;
    this.asking =
        new Asking(
            spec.backends()::get,
            Inquiry.of(spec, calibration.map(Calibration::id)),
            readiness,
            dispatch::tell);
  }

  /**
   * Runs it on the calling thread's time; streams are read on threads of their own, one for each
   * lane.
   *
   * @param run its id
   * @throws ComparisonCancelled if the calling thread was interrupted; the partial answers are in
   *     it, and the thread's interrupt flag is set
   */
  public static ComparisonResult run(
      String run, ComparisonSpec spec, FrameEncoder encoder, List<CompareListener> listeners) {
    return run(run, spec, Optional.empty(), Optional.empty(), encoder, listeners);
  }

  /**
   * The same with what the client adds by itself and what the answers took in its result.
   *
   * @param calibration taken just before, at {@link ComparisonSpec#abreast()}
   * @param telemetry of this machine, whose energy counters are watched meanwhile
   * @throws ComparisonCancelled as above
   */
  public static ComparisonResult run(
      String run,
      ComparisonSpec spec,
      Optional<Calibration> calibration,
      Optional<Telemetry> telemetry,
      FrameEncoder encoder,
      List<CompareListener> listeners) {
    requireNonNull(run, "run is null");
    requireNonNull(spec, "spec is null");
    requireNonNull(calibration, "calibration is null");
    requireNonNull(telemetry, "telemetry is null");
    requireNonNull(encoder, "encoder is null");
    try (Dispatch dispatch = new Dispatch(listeners)) {
      return new Comparison(run, spec, calibration, telemetry, dispatch).run(encoder);
    }
  }

  private ComparisonResult run(FrameEncoder encoder) {
    List<EncodedPrompt> prompts = encode(encoder);
    dispatch.tell(new CompareEvent.Planned(run, slots(), schedule.words()));
    prepare();
    ComparisonResult result = watched(prompts);
    dispatch.tell(new CompareEvent.Ended(result));
    return result(result);
  }

  private ComparisonResult watched(List<EncodedPrompt> prompts) {
    try (EnergyWatch watch = EnergyWatch.begin(telemetry)) {
      ClientCpu cpu = new ClientCpu(Ticker.system());
      ask(prompts, cpu);
      Optional<Calibrated> client = calibration.map(c -> new Calibrated(c, cpu.share()));
      return new ComparisonResult(
          run, at, spec, schedule.words(), prompts, watch.end(inOrder()), client);
    }
  }

  private ComparisonResult result(ComparisonResult result) {
    if (asking.isStopped()) {
      throw new ComparisonCancelled(result);
    }
    return result;
  }

  private List<Slot> slots() {
    return schedule.slots().stream().map(Schedule.Ask::slot).toList();
  }

  /**
   * Once for each encoding: every backend gets the same bytes. A stop leaves the rest out; a window
   * that cannot be shown ends everything before anybody hears of a plan.
   */
  private List<EncodedPrompt> encode(FrameEncoder encoder) {
    List<EncodedPrompt> prompts = new ArrayList<>();
    try {
      for (Encoding encoding : spec.encodings()) {
        prompts.add(encoding.encode(spec.window(), encoder));
      }
    } catch (SourceException e) {
      stopOr(e);
    }
    return prompts;
  }

  private void stopOr(SourceException failure) {
    if (!Thread.currentThread().isInterrupted()) {
      throw failure;
    }
    asking.stop();
  }

  /** Loading is a separate, stated time: it must not hide in the first answer. */
  private void prepare() {
    for (int i = 0; i < spec.backends().size() && !asking.isStopped(); i++) {
      prepare(i, spec.backends().get(i));
    }
  }

  private void prepare(int index, VlmBackend backend) {
    dispatch.tell(new CompareEvent.Preparing(backend.card().uri()));
    try {
      readiness.prepare(index, backend);
    } catch (InterruptedException e) {
      asking.stop();
      Thread.currentThread().interrupt();
    }
  }

  private void ask(List<EncodedPrompt> prompts, ClientCpu cpu) {
    List<List<Schedule.Ask>> lanes = schedule.lanes();
    ExecutorService threads = Executors.newFixedThreadPool(lanes.size(), Comparison::lane);
    try {
      await(lanes.stream().map(lane -> threads.submit(() -> ask(lane, prompts, cpu))).toList());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread lane(Runnable work) {
    Thread thread = new Thread(work, "zoetrope-ask");
    thread.setDaemon(true);
    return thread;
  }

  private void ask(List<Schedule.Ask> lane, List<EncodedPrompt> prompts, ClientCpu cpu) {
    for (Schedule.Ask ask : lane) {
      long used = ClientCpu.used();
      answers.put(ask.slot().index(), answer(ask, prompts));
      if (spec.backends().get(ask.backend()).card().isServed()) {
        cpu.since(used);
      }
    }
  }

  private Answer answer(Schedule.Ask ask, List<EncodedPrompt> prompts) {
    return ask.encoding() < prompts.size()
        ? answer(ask, prompts.get(ask.encoding()))
        : told(Asking.cancelled(ask.slot(), List.of(), ""));
  }

  private Answer answer(Schedule.Ask ask, EncodedPrompt prompt) {
    return readiness
        .failure(ask.backend())
        .map(why -> told(Asking.failed(ask.slot(), prompt, why)))
        .orElseGet(() -> asking.ask(ask, prompt));
  }

  private Answer told(Answer answer) {
    dispatch.tell(new CompareEvent.Answered(answer));
    return answer;
  }

  /** Waits for all lanes; an interrupt stops every stream, and then the wait is short. */
  private void await(List<? extends Future<?>> lanes) {
    boolean interrupted = false;
    for (Future<?> lane : lanes) {
      interrupted |= await(lane);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean await(Future<?> lane) {
    boolean interrupted = false;
    while (true) {
      try {
        lane.get();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        asking.stop();
      } catch (ExecutionException e) {
        // Whatever a backend throws is an answer; this is a defect of ours, and costs one lane.
        LOG.error("a lane of the comparison failed", e.getCause());
        return interrupted;
      }
    }
  }

  private List<Answer> inOrder() {
    return schedule.slots().stream().map(this::answerOf).toList();
  }

  private Answer answerOf(Schedule.Ask ask) {
    return answers.computeIfAbsent(ask.slot().index(), index -> told(lost(ask.slot())));
  }

  private static Answer lost(Slot slot) {
    String why = "This question was lost by a defect; please report it, with the log.";
    return new Answer(slot, List.of(), new Outcome.Failed("", "defect", why), Optional.empty());
  }
}
