package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.SourceException;
import dev.zoetrope.temporal.EncodedPrompt;
import dev.zoetrope.temporal.Encoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Shows the same frames to several backends and collects what they answer.
 *
 * <pre>{@code
 * ComparisonResult result = Comparison.run("run-1", spec, encoder, List.of(event -> show(event)));
 * }</pre>
 */
public final class Comparison {
  private final String run;
  private final ComparisonSpec spec;
  private final Schedule schedule;
  private final Instant at = Instant.now();
  private final Dispatch dispatch;
  private final Asking asking;
  private final Map<Integer, Outcome.Failed> unready = new HashMap<>();

  private Comparison(String run, ComparisonSpec spec, Dispatch dispatch) {
    this.run = run;
    this.spec = spec;
    this.schedule = new Schedule(spec);
    this.dispatch = dispatch;
    this.asking = new Asking(spec, dispatch::tell);
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
    requireNonNull(run, "run is null");
    requireNonNull(spec, "spec is null");
    requireNonNull(encoder, "encoder is null");
    try (Dispatch dispatch = new Dispatch(listeners)) {
      return new Comparison(run, spec, dispatch).run(encoder);
    }
  }

  private ComparisonResult run(FrameEncoder encoder) {
    dispatch.tell(new CompareEvent.Planned(run, slots(), schedule.words()));
    List<EncodedPrompt> prompts = encode(encoder);
    prepare();
    List<Answer> answers = ask(prompts);
    ComparisonResult result =
        new ComparisonResult(run, at, spec, schedule.words(), prompts, answers);
    dispatch.tell(new CompareEvent.Ended(result));
    return result(result);
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

  /** Once for each encoding: every backend gets the same bytes. A stop leaves the rest out. */
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
      backend.prepare();
    } catch (RuntimeException | LinkageError e) {
      unready.put(index, Asking.failure(backend.card(), "", e));
    } catch (InterruptedException e) {
      asking.stop();
      Thread.currentThread().interrupt();
    }
  }

  private List<Answer> ask(List<EncodedPrompt> prompts) {
    List<List<Schedule.Ask>> lanes = schedule.lanes();
    ExecutorService threads = Executors.newFixedThreadPool(lanes.size(), Comparison::lane);
    try {
      List<Future<List<Answer>>> running =
          lanes.stream().map(lane -> threads.submit(() -> lane(lane, prompts))).toList();
      return collect(running);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread lane(Runnable work) {
    Thread thread = new Thread(work, "zoetrope-ask");
    thread.setDaemon(true);
    return thread;
  }

  private List<Answer> lane(List<Schedule.Ask> lane, List<EncodedPrompt> prompts) {
    return lane.stream().map(ask -> answer(ask, prompts)).toList();
  }

  private Answer answer(Schedule.Ask ask, List<EncodedPrompt> prompts) {
    return ask.encoding() < prompts.size()
        ? answer(ask, prompts.get(ask.encoding()))
        : told(Asking.cancelled(ask.slot(), List.of(), ""));
  }

  private Answer answer(Schedule.Ask ask, EncodedPrompt prompt) {
    Optional<Outcome.Failed> failed = Optional.ofNullable(unready.get(ask.backend()));
    return failed.map(why -> unready(ask, prompt, why)).orElseGet(() -> asking.ask(ask, prompt));
  }

  private Answer unready(Schedule.Ask ask, EncodedPrompt prompt, Outcome.Failed why) {
    return told(Asking.failed(ask.slot(), prompt, why));
  }

  private Answer told(Answer answer) {
    dispatch.tell(new CompareEvent.Answered(answer));
    return answer;
  }

  private List<Answer> collect(List<Future<List<Answer>>> running) {
    List<Answer> answers = new ArrayList<>();
    boolean interrupted = false;
    for (Future<List<Answer>> lane : running) {
      interrupted |= await(lane, answers);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return answers.stream().sorted((a, b) -> a.slot().index() - b.slot().index()).toList();
  }

  /** Waits for a lane; an interrupt stops every stream, and then the wait is short. */
  private boolean await(Future<List<Answer>> lane, List<Answer> into) {
    boolean interrupted = false;
    while (true) {
      try {
        into.addAll(lane.get());
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        asking.stop();
      } catch (ExecutionException e) {
        asking.stop();
        throw new IllegalStateException("a lane of the comparison failed", e.getCause());
      }
    }
  }
}
