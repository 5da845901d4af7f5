package dev.zoetrope;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.telemetry.Telemetry;
import java.util.Optional;

/** This machine's telemetry, looked for when the first comparison asks for it. */
final class Watched implements AutoCloseable {
  private final Ticker ticker;
  private Optional<Telemetry> telemetry = Optional.empty();
  private boolean closed;

  Watched(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Empty once it is closed. */
  synchronized Optional<Telemetry> telemetry() {
    if (telemetry.isEmpty() && !closed) {
      telemetry = Optional.of(Telemetry.open(ticker, System.getenv()));
    }
    return telemetry;
  }

  @Override
  public synchronized void close() {
    closed = true;
    telemetry.ifPresent(Telemetry::close);
    telemetry = Optional.empty();
  }
}
