package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.metrics.TokenUsage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** An answer that waits for its turn before anything is sent. */
final class QueuedStream implements TokenStream {
  private final TokenStream stream;
  private final TurnQueue.Ticket ticket;
  private final Ticker ticker;
  private final long entered;

  QueuedStream(TokenStream stream, TurnQueue.Ticket ticket, Ticker ticker) {
    this.stream = stream;
    this.ticket = ticket;
    this.ticker = ticker;
    this.entered = ticker.nanos();
  }

  @Override
  public Completion read(Consumer<? super TokenEvent> sink) throws InterruptedException {
    try (ticket) {
      sink.accept(new TokenEvent.Queued(entered));
      return ticket.await() ? stream.read(sink).queuedAt(entered) : left();
    } catch (BackendException e) {
      throw e.partial().map(came -> e.keeping(came.queuedAt(entered))).orElse(e);
    }
  }

  /** It was closed while it waited: nothing was sent. */
  private Completion left() {
    long now = ticker.nanos();
    return new Completion(
            "",
            FinishReason.CANCELLED,
            TokenUsage.unknown(),
            Optional.empty(),
            new Timeline(
                Timeline.Origin.CLIENT,
                now,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.of(now)))
        .queuedAt(entered);
  }

  @Override
  public void close() {
    ticket.close();
    stream.close();
  }
}
