package dev.zoetrope.compare;

import dev.zoetrope.backend.BackendCard;
import dev.zoetrope.backend.BackendException;
import dev.zoetrope.backend.Completion;
import dev.zoetrope.backend.FinishReason;
import dev.zoetrope.backend.TokenEvent;
import dev.zoetrope.backend.TokenStream;
import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.backend.VlmRequest;
import dev.zoetrope.media.EncodedImage;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.Observation.PictureStamps;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.temporal.EncodedPrompt;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one backend after the other and can stop all that run, from any thread. */
final class Asking {
  private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

  private final IntFunction<VlmBackend> backends;
  private final Inquiry inquiry;
  private final Readiness readiness;
  private final Consumer<CompareEvent> events;
  private final Set<TokenStream> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * @param backends by the number that a question has of its own
   */
  Asking(
      IntFunction<VlmBackend> backends,
      Inquiry inquiry,
      Readiness readiness,
      Consumer<CompareEvent> events) {
    this.backends = backends;
    this.inquiry = inquiry;
    this.readiness = readiness;
    this.events = events;
  }

  /** Cancels what runs; what was not asked yet is not asked any more. */
  void stop() {
    stopped = true;
    running.forEach(Asking::close);
  }

  /** One that cannot be closed must not keep the others running. */
  private static void close(TokenStream stream) {
    try {
      stream.close();
    } catch (RuntimeException e) {
      LOG.error("a stream could not be closed", e);
    }
  }

  boolean isStopped() {
    return stopped;
  }

  Answer ask(Schedule.Ask ask, EncodedPrompt prompt) {
    Answer answer = stopped ? cancelled(ask.slot(), hashes(prompt), "") : answered(ask, prompt);
    events.accept(new CompareEvent.Answered(answer));
    return answer;
  }

  private Answer answered(Schedule.Ask ask, EncodedPrompt prompt) {
    events.accept(new CompareEvent.Asked(ask.slot()));
    StringBuilder heard = new StringBuilder();
    try {
      return complete(ask, prompt, stream(ask, prompt, heard));
    } catch (RuntimeException | Error e) {
      return unfinished(ask, prompt, heard.toString(), e);
    } catch (InterruptedException e) {
      // Only this comparison's owner interrupts its lanes, to stop them.
      Thread.currentThread().interrupt();
      return cancelled(ask.slot(), hashes(prompt), heard.toString());
    }
  }

  private Completion stream(Schedule.Ask ask, EncodedPrompt prompt, StringBuilder heard)
      throws InterruptedException {
    VlmBackend backend = backends.apply(ask.backend());
    try (TokenStream stream = backend.stream(request(prompt))) {
      return read(stream, ask.slot(), heard);
    }
  }

  private Completion read(TokenStream stream, Slot slot, StringBuilder heard)
      throws InterruptedException {
    running.add(stream);
    try {
      if (stopped) {
        stream.close();
      }
      return stream.read(event -> grew(slot, event, heard));
    } finally {
      running.remove(stream);
    }
  }

  private void grew(Slot slot, TokenEvent event, StringBuilder heard) {
    if (event instanceof TokenEvent.Delta delta && !delta.reasoning()) {
      heard.append(delta.text());
      events.accept(new CompareEvent.Grew(slot, delta.text()));
    } else if (event instanceof TokenEvent.Exchanged whole) {
      events.accept(new CompareEvent.Exchanged(slot, whole.exchange()));
    }
  }

  private VlmRequest request(EncodedPrompt prompt) {
    VlmRequest request =
        new VlmRequest(prompt.asking(inquiry.prompt()), inquiry.sampling())
            .withCache(inquiry.cache());
    return inquiry.recorded() ? request.recording() : request;
  }

  private Answer complete(Schedule.Ask ask, EncodedPrompt prompt, Completion done) {
    Outcome outcome =
        done.finish() == FinishReason.CANCELLED
            ? new Outcome.Cancelled(done.text())
            : new Outcome.Complete(done.text(), done.finish());
    return new Answer(
        ask.slot(), hashes(prompt), outcome, Optional.of(observation(ask, prompt, done)));
  }

  private Observation observation(Schedule.Ask ask, EncodedPrompt prompt, Completion done) {
    PictureStamps pictures =
        new PictureStamps(
            prompt.newestCapturedAtNanos(),
            new Timeline.Span(prompt.encodeFromNanos(), prompt.encodeToNanos()),
            readiness.loads());
    return new Observation(
        readiness.takeLoad(ask.backend()).map(done.timeline()::after).orElse(done.timeline()),
        done.usage(),
        done.serverTimings(),
        prompt.images().isEmpty() ? Optional.empty() : Optional.of(pictures),
        done.conditions().map(known -> inquiry.calibration().map(known::calibrated).orElse(known)));
  }

  /** What fails after a stop fails because its stream was closed under it. */
  private Answer unfinished(
      Schedule.Ask ask, EncodedPrompt prompt, String heard, Throwable thrown) {
    Outcome outcome =
        stopped ? new Outcome.Cancelled(heard) : failure(ask.slot().backend(), heard, thrown);
    Optional<Completion> partial =
        thrown instanceof BackendException e ? e.partial() : Optional.empty();
    return new Answer(
        ask.slot(), hashes(prompt), outcome, partial.map(came -> observation(ask, prompt, came)));
  }

  static Answer failed(Slot slot, EncodedPrompt prompt, Outcome.Failed why) {
    return new Answer(slot, hashes(prompt), why, Optional.empty());
  }

  /**
   * What a backend threw; its own defect must not cost the answers of the others.
   *
   * @param heard what it had said before
   */
  static Outcome.Failed failure(BackendCard backend, String heard, Throwable thrown) {
    if (thrown instanceof BackendException e) {
      return new Outcome.Failed(heard, e.code(), e.getMessage(), e.isRetryable());
    }
    LOG.error("the backend {} broke", backend.uri(), thrown);
    String message = backend.uri() + " broke with " + thrown + "; please report it, with the log.";
    return new Outcome.Failed(heard, "defect", message);
  }

  static Answer cancelled(Slot slot, List<String> frames, String heard) {
    return new Answer(slot, frames, new Outcome.Cancelled(heard), Optional.empty());
  }

  private static List<String> hashes(EncodedPrompt prompt) {
    return prompt.images().stream().map(EncodedImage::sha256).toList();
  }
}
