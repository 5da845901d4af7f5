package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OrtException;
import dev.zoetrope.metrics.Ticker;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One answer of the embedded model. The engine runs on a thread of its own, so that a slow sink
 * delays no token and an interrupt of the reader stops a network in the middle; the stamps are the
 * engine's. That thread ends with {@link #read}.
 */
final class EmbeddedStream implements TokenStream {
  /** Closing promises 200 ms: half for the engine's last word, half for its thread to end. */
  private static final long LET_GO_MILLIS = 100;

  private final VlmRequest request;
  private final EmbeddedVariant variant;
  private final EmbeddedFactory factory;
  private final Ticker ticker;
  private final Set<EmbeddedStream> running;
  private final EmbeddedStop stop = new EmbeddedStop();
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Bounded by the context: a token has one step, a picture another. */
  private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

  EmbeddedStream(
      VlmRequest request,
      EmbeddedVariant variant,
      EmbeddedFactory factory,
      Ticker ticker,
      Set<EmbeddedStream> running) {
    this.request = request;
    this.variant = variant;
    this.factory = factory;
    this.ticker = ticker;
    this.running = running;
  }

  @Override
  public Completion read(Consumer<? super TokenEvent> sink) throws InterruptedException {
    requireNonNull(sink, "sink is null");
    if (!begun.compareAndSet(false, true)) {
      throw new IllegalStateException("a stream is read once: open another");
    }
    running.add(this);
    Thread engine = new Thread(this::run, "zoetrope-" + variant.uri());
    engine.setDaemon(true);
    engine.start();
    try {
      return follow(new EmbeddedRecorder(variant.form()), sink);
    } finally {
      close();
      letGo(engine);
      running.remove(this);
    }
  }

  @Override
  public void close() {
    stop.stop();
    steps.add(new Woken());
  }

  private Completion follow(EmbeddedRecorder recorder, Consumer<? super TokenEvent> sink)
      throws InterruptedException {
    boolean cut = false;
    while (true) {
      Step step = next();
      if (step instanceof Happened happened) {
        cut |= happened.event instanceof TokenEvent.Delta && stop.isStopped();
        tell(happened.event, cut, recorder, sink);
      } else if (step instanceof Started started) {
        recorder.started(started.atNanos);
      } else if (step instanceof Failed failed) {
        throw failed.failure.keeping(recorder.completion());
      } else if (step instanceof Silent silent) {
        TokenEvent end = new TokenEvent.Finished(silent.atNanos, FinishReason.CANCELLED);
        tell(end, cut, recorder, sink);
        return recorder.completion();
      } else if (step instanceof Ended) {
        return recorder.completion();
      }
    }
  }

  /** After a stop the engine's silence is its end: loading is not to be waited for. */
  private Step next() throws InterruptedException {
    if (!stop.isStopped()) {
      return steps.take();
    }
    Step step = steps.poll(LET_GO_MILLIS, TimeUnit.MILLISECONDS);
    return step == null ? new Silent(ticker.nanos()) : step;
  }

  /**
   * Words that come after somebody stopped the answer are not part of it, had they come by then.
   */
  private static void tell(
      TokenEvent event, boolean cut, EmbeddedRecorder recorder, Consumer<? super TokenEvent> sink) {
    if (cut && event instanceof TokenEvent.Delta) {
      return;
    }
    boolean end = cut && event instanceof TokenEvent.Finished;
    TokenEvent told =
        end ? new TokenEvent.Finished(event.atNanos(), FinishReason.CANCELLED) : event;
    recorder.add(told);
    sink.accept(told);
  }

  /** Only loading takes longer: it ends by itself and gives back what it took. */
  private static void letGo(Thread engine) {
    try {
      engine.join(LET_GO_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    EmbeddedReporter reporter =
        new EmbeddedReporter(ticker, event -> steps.add(new Happened(event)));
    try {
      reporter.finished(answer(reporter));
      steps.add(new Ended());
    } catch (BackendException e) {
      steps.add(new Failed(e));
    } catch (RuntimeException | Error e) {
      steps.add(new Failed(broken(e)));
    } finally {
      stop.close();
    }
  }

  private FinishReason answer(EmbeddedReporter reporter) {
    steps.add(new Started(reporter.now()));
    try (EmbeddedPool.Lease lease = load(reporter)) {
      steps.add(new Started(reporter.now()));
      return new EmbeddedAnswer(lease.model(), request, variant.pictures(), stop, reporter).run();
    } catch (EmbeddedStop.Stopped | InterruptedException e) {
      return FinishReason.CANCELLED;
    } catch (OrtException e) {
      if (stop.isStopped()) {
        return FinishReason.CANCELLED;
      }
      throw broken(e);
    }
  }

  private EmbeddedPool.Lease load(EmbeddedReporter reporter) throws InterruptedException {
    stop.check();
    long from = reporter.now();
    boolean loaded = factory.isLoaded(variant);
    EmbeddedPool.Lease lease = factory.lease(variant);
    if (!loaded) {
      reporter.loaded(from);
    }
    return lease;
  }

  private BackendException broken(Throwable cause) {
    return new BackendException.ModelUnavailable(
        variant.uri() + " failed while it answered: " + cause.getMessage(), cause);
  }

  /** What the engine's thread tells the reader's. */
  private sealed interface Step {}

  /** The request begins; a later one counts, for loading does not. */
  private record Started(long atNanos) implements Step {}

  /** Somebody closed the stream: look. */
  private record Woken() implements Step {}

  /** It said nothing for too long after a stop. */
  private record Silent(long atNanos) implements Step {}

  private record Happened(TokenEvent event) implements Step {}

  private record Ended() implements Step {}

  private record Failed(BackendException failure) implements Step {}
}
