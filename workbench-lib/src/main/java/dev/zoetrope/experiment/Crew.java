package dev.zoetrope.experiment;

import dev.zoetrope.compare.Answer;
import dev.zoetrope.compare.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The threads that ask: so many for each lane as the plan has workers. */
final class Crew {
  /** Twice as long each time; a server that loads a model takes about that long. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final int MOST_DOUBLED = 5;

  private final Ready ready;
  private final Asker asker;
  private final RunWriter writer;
  private final Halt halt;
  private final RunTally tally;
  private final Patience patience;
  private final Consumer<RunProgress> progress;
  private volatile boolean spent;

  Crew(
      Ready ready,
      Asker asker,
      RunWriter writer,
      Halt halt,
      RunTally tally,
      Consumer<RunProgress> progress) {
    this.ready = ready;
    this.asker = asker;
    this.writer = writer;
    this.halt = halt;
    this.tally = tally;
    this.patience = new Patience(ready.plan());
    this.progress = progress;
  }

  /**
   * Asks all that is open, until the end, the budget's end, or a halt. An interrupt is a halt; the
   * flag is set then.
   */
  RunSummary.End ask() {
    ExecutorService threads = Executors.newCachedThreadPool(Crew::worker);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (Turn turn : ready.lanes()) {
        for (int i = 0; i < ready.plan().limits().workers(); i++) {
          work.add(threads.submit(() -> work(turn)));
        }
      }
      work.forEach(this::await);
    } finally {
      threads.shutdownNow();
    }
    if (halt.isCalled()) {
      return RunSummary.End.STOPPED;
    }
    return spent ? RunSummary.End.BUDGET : RunSummary.End.COMPLETE;
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "zoetrope-run");
    thread.setDaemon(true);
    return thread;
  }

  /** A sentence for each backend that only failed. */
  List<String> givenUp() {
    return patience.words();
  }

  private void work(Turn turn) {
    Optional<Cell> next = turn.next();
    while (next.isPresent() && !halt.isCalled() && !spent) {
      Cell cell = next.get();
      if (ready.isOpen(cell) && !patience.isOut(cell.at().backend())) {
        ask(cell);
      }
      next = turn.next();
    }
  }

  private void ask(Cell cell) {
    boolean again = true;
    for (int attempt = 1; again && !halt.isCalled(); attempt++) {
      if (tally.takes(attempt)) {
        again = failedForNow(cell, attempt);
      } else {
        spent = true;
        again = false;
      }
    }
  }

  /** Asks once; whether to ask again. */
  private boolean failedForNow(Cell cell, int attempt) {
    Answer answer = asker.ask(cell);
    boolean again =
        answer.outcome() instanceof Outcome.Failed failed
            && failed.retryable()
            && attempt <= ready.plan().limits().retries();
    writer.answered(cell, attempt, answer);
    tally.ended(answer.outcome(), !again);
    judge(cell, answer.outcome(), again);
    progress.accept(tally.progress());
    if (again) {
      halt.pause(FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLED)));
    }
    return again;
  }

  /** Only what may pass speaks against a backend; that it refuses a question does not. */
  private void judge(Cell cell, Outcome outcome, boolean again) {
    if (outcome instanceof Outcome.Complete) {
      patience.answered(cell.at().backend());
    } else if (outcome instanceof Outcome.Failed failed && failed.retryable() && !again) {
      patience.failed(cell.at().backend(), failed.message());
    }
  }

  /** Waits for a worker; an interrupt stops every stream, and then the wait is short. */
  private void await(Future<?> work) {
    boolean interrupted = false;
    boolean done = false;
    while (!done) {
      try {
        work.get();
        done = true;
      } catch (InterruptedException e) {
        interrupted = true;
        halt.call();
      } catch (ExecutionException e) {
        halt.call();
        throw new IllegalStateException("the run broke; please report it, with the log", e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
