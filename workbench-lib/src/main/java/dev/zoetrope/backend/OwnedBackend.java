package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A connected backend that queues up where that is wanted and tells its registry of its end. */
final class OwnedBackend implements VlmBackend {
  private final VlmBackend backend;
  private final CapabilityStore capabilities;
  private final Consumer<VlmBackend> onClose;
  private final Optional<SessionTurns> turns;
  private final Ticker ticker;
  private final AtomicBoolean closed = new AtomicBoolean();

  OwnedBackend(
      VlmBackend backend,
      CapabilityStore capabilities,
      Consumer<VlmBackend> onClose,
      Optional<SessionTurns> turns,
      Ticker ticker) {
    this.backend = backend;
    this.capabilities = capabilities;
    this.onClose = onClose;
    this.turns = turns;
    this.ticker = ticker;
  }

  @Override
  public BackendCard card() {
    return backend.card();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities.of(card()).orElseGet(backend::capabilities);
  }

  @Override
  public Capabilities probe(ProbeDepth depth, ProbeListener listener) throws InterruptedException {
    Capabilities proven = CapabilityProbe.of(this, depth).run(listener);
    capabilities.keep(card(), proven);
    return proven;
  }

  @Override
  public Optional<Timeline.Span> prepare() throws InterruptedException {
    return backend.prepare();
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    TokenStream stream = backend.stream(request);
    return turns.map(queue -> queued(stream, queue)).orElse(stream);
  }

  private TokenStream queued(TokenStream stream, SessionTurns in) {
    return new QueuedStream(stream, in.queue().enter(card().uri(), in.session()), ticker);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      onClose.accept(this);
      backend.close();
    }
  }

  @Override
  public String toString() {
    return backend.toString();
  }
}
