package dev.zoetrope.capture;

import dev.zoetrope.media.Frame;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A source that its registry knows of: refuses work after it is closed, checks times. */
final class Owned implements Source {
  private final Source source;
  private final Consumer<Source> onClose;
  private final AtomicBoolean closed = new AtomicBoolean();

  Owned(Source source, Consumer<Source> onClose) {
    this.source = source;
    this.onClose = onClose;
  }

  @Override
  public String uri() {
    return source.uri();
  }

  @Override
  public SourceInfo info() {
    requireOpen();
    return source.info();
  }

  @Override
  public Frame frame(Duration time) {
    requireOpen();
    return source.frame(Times.within(source, time));
  }

  @Override
  public Optional<Truth> truth() {
    requireOpen();
    return source.truth();
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(uri() + " is closed: open it again.");
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      source.close();
      onClose.accept(this);
    }
  }

  @Override
  public String toString() {
    return uri();
  }
}
