package dev.zoetrope.backend;

import dev.zoetrope.metrics.Timeline;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A connected backend that tells its registry when it is closed. */
final class OwnedBackend implements VlmBackend {
  private final VlmBackend backend;
  private final Consumer<VlmBackend> onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  OwnedBackend(VlmBackend backend, Consumer<VlmBackend> onClose) {
    this.backend = backend;
    this.onClose = onClose;
  }

  @Override
  public BackendCard card() {
    return backend.card();
  }

  @Override
  public Optional<Timeline.Span> prepare() throws InterruptedException {
    return backend.prepare();
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    return backend.stream(request);
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
