package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OrtException;
import dev.zoetrope.metrics.Ticker;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
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
  /** What closing promises; the reader waits no longer for the engine to let go. */
  private static final long LET_GO_MILLIS = 200;

  private final VlmRequest request;
  private final EmbeddedVariant variant;
  private final EmbeddedFactory factory;
  private final Ticker ticker;
  private final Set<EmbeddedStream> running;
  private final EmbeddedStop stop = new EmbeddedStop();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

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
      return follow(sink);
    } finally {
      close();
      letGo();
      running.remove(this);
    }
  }

  @Override
  public void close() {
    stop.stop();
  }

  private Completion follow(Consumer<? super TokenEvent> sink) throws InterruptedException {
    while (true) {
      Step step = steps.take();
      if (step instanceof Happened happened) {
        sink.accept(happened.event);
      } else if (step instanceof Answered answered) {
        return answered.completion;
      } else if (step instanceof Failed failed) {
        throw failed.failure;
      }
    }
  }

  private void letGo() {
    try {
      if (!ended.await(LET_GO_MILLIS, TimeUnit.MILLISECONDS)) {
        // Only loading takes longer: it ends by itself and closes what it took.
        running.remove(this);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    EmbeddedRecorder recorder =
        new EmbeddedRecorder(ticker, event -> steps.add(new Happened(event)));
    try {
      steps.add(new Answered(recorder.finish(answer(recorder))));
    } catch (BackendException e) {
      steps.add(new Failed(e.keeping(recorder.text())));
    } catch (RuntimeException | Error e) {
      steps.add(new Failed(broken(e).keeping(recorder.text())));
    } finally {
      stop.close();
      ended.countDown();
    }
  }

  private FinishReason answer(EmbeddedRecorder recorder) {
    try (EmbeddedPool.Lease lease = load(recorder)) {
      recorder.started();
      return new EmbeddedAnswer(lease.model(), request, stop, recorder).run();
    } catch (EmbeddedStop.Stopped | InterruptedException e) {
      return FinishReason.CANCELLED;
    } catch (OrtException e) {
      if (stop.isStopped()) {
        return FinishReason.CANCELLED;
      }
      throw broken(e);
    }
  }

  private EmbeddedPool.Lease load(EmbeddedRecorder recorder) throws InterruptedException {
    stop.check();
    long from = recorder.now();
    boolean loaded = factory.isLoaded(variant);
    EmbeddedPool.Lease lease = factory.lease(variant);
    if (!loaded) {
      recorder.loaded(from);
    }
    return lease;
  }

  private BackendException broken(Throwable cause) {
    return new BackendException.ModelUnavailable(
        variant.uri() + " failed while it answered: " + cause.getMessage(), cause);
  }

  private sealed interface Step {}

  private record Happened(TokenEvent event) implements Step {}

  private record Answered(Completion completion) implements Step {}

  private record Failed(BackendException failure) implements Step {}
}
