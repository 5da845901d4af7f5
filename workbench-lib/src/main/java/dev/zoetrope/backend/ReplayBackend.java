package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import java.util.Optional;
import java.util.OptionalInt;

/** Answers each question as a server once answered the recorded one. Thread-safe. */
final class ReplayBackend implements VlmBackend {
  private final Replayed recorded;
  private final BackendCard card;
  private final WireErrors errors;
  private final Ticker ticker;
  private volatile boolean closed;

  ReplayBackend(String uri, Replayed recorded, HttpKeys keys, Ticker ticker) {
    WireServer server = recorded.server();
    this.recorded = recorded;
    this.errors = new WireErrors(server, keys);
    this.ticker = ticker;
    this.card =
        new BackendCard(
            uri,
            server.engine().shown(),
            server.version(),
            server.shownModel(),
            uri,
            OptionalInt.empty(),
            OptionalInt.empty(),
            true,
            Optional.of(
                "A recording of " + server + ": whatever is asked, it answers what was recorded."));
  }

  @Override
  public BackendCard card() {
    return card;
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    requireNonNull(request, "request is null");
    if (closed) {
      throw new IllegalStateException(card.uri() + " is closed");
    }
    return new ReplayStream(recorded, errors, ticker);
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return card.uri();
  }
}
