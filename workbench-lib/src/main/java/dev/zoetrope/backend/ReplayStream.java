package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A recorded answer, read again: the same bytes through the same parser, with the recorded stamps
 * moved to now. It takes no time.
 */
final class ReplayStream implements TokenStream {
  private final Replayed recorded;
  private final WireErrors errors;
  private final Ticker ticker;
  private final AtomicBoolean read = new AtomicBoolean();
  private volatile boolean closed;

  ReplayStream(Replayed recorded, WireErrors errors, Ticker ticker) {
    this.recorded = recorded;
    this.errors = errors;
    this.ticker = ticker;
  }

  @Override
  public Completion read(Consumer<? super TokenEvent> sink) {
    requireNonNull(sink, "sink is null");
    if (!read.compareAndSet(false, true)) {
      throw new IllegalStateException("a stream is read once; open another for the next question");
    }
    WireMarks marks = recorded.marks(ticker.nanos());
    WireAnswer answer =
        new WireAnswer(
            recorded.dialect().reader(errors, recorded.limit()),
            recorded.streamed(),
            recorded.pictures(),
            WirePulse.unwatched(),
            () -> closed,
            errors.mask(),
            sink);
    try {
      Completion told = answered(marks, answer);
      return told.under(answer.conditions(recorded.conditions()));
    } catch (BackendException e) {
      answer.take(new TokenEvent.Failed(recorded.end(marks.start()), e.code(), e.getMessage()));
      throw answer.begun() ? e.keeping(answer.ended(marks, recorded.end(marks.start()))) : e;
    }
  }

  private Completion answered(WireMarks marks, WireAnswer answer) {
    int status =
        recorded
            .status()
            .orElseThrow(
                () ->
                    new BackendException.Unreachable(
                        "When it was recorded: " + recorded.complaint(), new IOException()));
    begun(marks, answer, status);
    if (status / 100 != 2) {
      throw errors.of(status, recorded.headers(), body());
    }
    long last = fed(marks, answer);
    if (!closed) {
      errors.refuseSilence(answer);
    }
    return closed
        ? answer.cancelled(marks, last)
        : answer.ended(marks, recorded.end(marks.start()));
  }

  private void begun(WireMarks marks, WireAnswer answer, int status) {
    long start = marks.start();
    Timeline.Span connect = marks.wire().connect().orElseGet(() -> new Timeline.Span(start, start));
    answer.take(
        new TokenEvent.Connected(connect.to(), connect.from(), marks.wire().connect().isEmpty()));
    answer.take(new TokenEvent.BodySent(marks.bodySent().orElse(start), 0));
    answer.take(new TokenEvent.Headers(marks.headers().orElse(start), status));
  }

  private String body() {
    StringBuilder body = new StringBuilder();
    recorded.pieces().forEach(p -> body.append(new String(p.bytes(), StandardCharsets.UTF_8)));
    return body.toString();
  }

  private long fed(WireMarks marks, WireAnswer answer) {
    WireParser parser = new WireParser(recorded.dialect(), errors, HttpLimits.usual(), answer);
    if (!recorded.streamed()) {
      answer.at(recorded.end(marks.start()));
      parser.whole(body());
      return answer.now();
    }
    Iterator<Timeline.Read> reads = marks.wire().reads().iterator();
    for (Replayed.Piece piece : recorded.pieces()) {
      if (closed || answer.marked()) {
        return answer.now();
      }
      arrived(reads, marks.start() + piece.at(), answer);
      parser.feed(piece.bytes(), piece.bytes().length);
    }
    if (!answer.marked()) {
      parser.end();
    }
    return answer.now();
  }

  private static void arrived(Iterator<Timeline.Read> reads, long at, WireAnswer answer) {
    while (answer.now() < at && reads.hasNext()) {
      Timeline.Read next = reads.next();
      answer.at(next.at());
      answer.take(new TokenEvent.Read(next.at(), next.bytes()));
    }
    answer.at(at);
  }

  @Override
  public void close() {
    closed = true;
  }
}
