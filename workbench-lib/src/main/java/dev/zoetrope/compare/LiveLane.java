package dev.zoetrope.compare;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.CachePolicy;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.SourceException;
import dev.zoetrope.media.Window;
import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.temporal.EncodedPrompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One backend of a live session, on a thread of its own: newest frames, question, answer, again.
 * Whatever it tells is told under its lock, so nothing of an old question follows a change.
 */
final class LiveLane implements Runnable {
  /** Long enough to wait quietly, short enough to see that the source has come to its end. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Who is asked what; another object for each change. */
  private static final class Target {
    private final VlmBackend backend;
    private final String prompt;

    Target(VlmBackend backend, String prompt) {
      this.backend = backend;
      this.prompt = prompt;
    }
  }

  /** What a lane shares with its session. */
  record Shared(
      LiveSpec spec,
      FrameEncoder encoder,
      Ticker ticker,
      CountDownLatch closing,
      BooleanSupplier over,
      Consumer<CompareEvent> events) {}

  private final int place;
  private final Shared shared;
  private final LiveFrames frames;
  private final LivePace pace;
  private final LiveBook book = new LiveBook();
  private Target target;
  private Optional<Asking> running = Optional.empty();
  private Optional<Target> prepared = Optional.empty();
  private Readiness readiness = new Readiness();
  private int questions;
  private boolean gone;

  LiveLane(int place, Shared shared) {
    this.place = place;
    this.shared = shared;
    this.frames = new LiveFrames(shared.spec());
    this.pace = new LivePace(shared.spec().every(), shared.ticker(), shared.closing());
    this.target = new Target(shared.spec().backends().get(place), shared.spec().prompt());
  }

  /** Until the session closes or the source is over. */
  @Override
  public void run() {
    try (frames) {
      while (!gone && pace.await() && !shared.over().getAsBoolean()) {
        round(target());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A frame that came after a change is for the new question: there may not be another. */
  private void round(Target asked) throws InterruptedException {
    if (ready(asked)) {
      Optional<Window> window = window();
      Target now = target();
      if (window.isPresent() && (now == asked || ready(now))) {
        ask(now, window.get());
      }
    }
  }

  /** Loading is no part of an answer, nor of a frame's age. */
  private boolean ready(Target asked) throws InterruptedException {
    if (prepared.filter(asked::equals).isPresent()) {
      return true;
    }
    readiness = new Readiness();
    readiness.prepare(0, asked.backend);
    prepared = readiness.failure(0).isPresent() ? Optional.empty() : Optional.of(asked);
    readiness
        .failure(0)
        .ifPresent(why -> ended(asked, new Answer(slot(asked), List.of(), why, Optional.empty())));
    return prepared.isPresent();
  }

  private Optional<Window> window() {
    try {
      Optional<Window> window = frames.next(PATIENCE);
      if (window.isEmpty()) {
        waits("no new frames");
      }
      return window;
    } catch (SourceException e) {
      if (!e.code().equals("cancelled") && !shared.over().getAsBoolean()) {
        missed(String.valueOf(e.getMessage()));
      }
      return Optional.empty();
    } catch (IllegalStateException e) {
      // The source was closed under us, as its own event tells.
      gone = true;
      return Optional.empty();
    }
  }

  private void missed(String why) {
    pace.failed();
    waits(why);
    shared.events().accept(new LiveEvent.Missed(place, why));
  }

  private synchronized void waits(String why) {
    book.waits(why);
  }

  private void ask(Target asked, Window window) {
    EncodedPrompt prompt = shared.spec().encoding().encode(window, shared.encoder());
    Asking asking =
        new Asking(i -> asked.backend, inquiry(asked), readiness, event -> heard(asked, event));
    if (begins(asked, asking, prompt)) {
      pace.asked();
      ended(asked, asking.ask(new Schedule.Ask(slot(asked), 0, 0), prompt));
    }
  }

  private Inquiry inquiry(Target asked) {
    return new Inquiry(
        asked.prompt, shared.spec().sampling(), CachePolicy.LIVE, false, Optional.empty());
  }

  private Slot slot(Target asked) {
    int lanes = shared.spec().backends().size();
    BackendCard card = asked.backend.card();
    return new Slot(questions * lanes + place, card, shared.spec().encoding().name(), questions++);
  }

  private synchronized boolean begins(Target asked, Asking asking, EncodedPrompt prompt) {
    if (asked != target || shared.closing().getCount() == 0) {
      return false;
    }
    running = Optional.of(asking);
    book.asks(shared.ticker().nanos(), prompt.newestCapturedAtNanos());
    return true;
  }

  private synchronized void heard(Target asked, CompareEvent event) {
    if (asked == target && event instanceof CompareEvent.Grew grew) {
      book.grew(grew.delta());
    }
  }

  private synchronized void ended(Target asked, Answer answer) {
    running = Optional.empty();
    if (answer.outcome() instanceof Outcome.Failed) {
      pace.failed();
    } else {
      pace.answered();
    }
    if (asked == target) {
      LiveAnswer live =
          new LiveAnswer(
              answer, asked.prompt, shared.ticker().nanos(), frames.dropped(), pace.skipped());
      book.ended(live);
      shared.events().accept(new LiveEvent.Answered(live));
    }
  }

  /** From now on another question. */
  void ask(String prompt) {
    change(new Target(target().backend, prompt), "asked: " + prompt);
  }

  /** From now on another backend. */
  void ask(VlmBackend backend) {
    change(new Target(backend, target().prompt), "answered by " + backend.card().uri());
  }

  private void change(Target next, String words) {
    Optional<Asking> old = changed(next, words);
    old.ifPresent(Asking::stop);
  }

  private synchronized Optional<Asking> changed(Target next, String words) {
    target = next;
    book.changed();
    shared.events().accept(new LiveEvent.Changed(place, words));
    return running;
  }

  private synchronized Target target() {
    return target;
  }

  boolean asks(VlmBackend backend) {
    return target().backend == backend;
  }

  /** What is on its way is cancelled; the session's latch keeps it from asking again. */
  void stop() {
    Optional<Asking> asking;
    synchronized (this) {
      asking = running;
    }
    asking.ifPresent(Asking::stop);
  }

  synchronized LiveView.Column column(boolean live, long now) {
    return book.column(target.backend.card(), target.prompt, live, now);
  }

  synchronized LiveTally tally() {
    return book.tally(target.backend.card());
  }
}
