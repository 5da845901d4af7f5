package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * One streamed chat completion. The calling thread sends, reads, stamps and parses; a stamp is
 * taken as soon as a read returns and is shared by all that this read brought. Closing it from
 * another thread closes the socket; so does interrupting the reader.
 */
final class OpenAiStream implements TokenStream {
  /** As much as one read of the HTTP layer can bring. */
  private static final int READ = 8192;

  private static final int ERROR_BODY = 64 << 10;

  private final Call call;
  private final HttpStamps stamps;
  private final HttpLimits limits;
  private final OpenAiServer server;
  private final OpenAiErrors errors;
  private final Ticker ticker;
  private final Consumer<OpenAiStream> onEnd;
  private final AtomicBoolean read = new AtomicBoolean();
  private volatile boolean closed;

  OpenAiStream(
      OpenAiExchange exchange,
      OpenAiServer server,
      OpenAiErrors errors,
      Consumer<OpenAiStream> onEnd) {
    this.call = exchange.call();
    this.stamps = exchange.stamps();
    this.limits = exchange.limits();
    this.ticker = exchange.ticker();
    this.server = server;
    this.errors = errors;
    this.onEnd = onEnd;
  }

  @Override
  public Completion read(Consumer<? super TokenEvent> sink) throws InterruptedException {
    requireNonNull(sink, "sink is null");
    if (!read.compareAndSet(false, true)) {
      throw new IllegalStateException("a stream is read once; open another for the next question");
    }
    OpenAiAnswer answer = new OpenAiAnswer(errors, sink);
    stamps.begin();
    try {
      return exchange(answer);
    } catch (IOException e) {
      return broken(answer, e);
    } catch (BackendException e) {
      return failed(answer, e);
    } finally {
      onEnd.accept(this);
    }
  }

  /** A socket that we closed may look like an answer that was cut off. */
  private Completion failed(OpenAiAnswer answer, BackendException e) {
    if (closed) {
      return answer.cancelled(stamps, ticker.nanos());
    }
    throw keeping(answer, e);
  }

  private Completion exchange(OpenAiAnswer answer) throws IOException {
    Response response = call.execute();
    try {
      answer.take(
          new TokenEvent.BodySent(stamps.bodySent().orElse(stamps.start()), stamps.bytes()));
      answer.take(new TokenEvent.Headers(stamps.headers().orElse(stamps.start()), response.code()));
      refuse(response);
      long end = follow(response, answer);
      return answer.ended(stamps, end);
    } finally {
      release(response, answer);
    }
  }

  /** An answer that was left early would otherwise be read to its end before its socket is free. */
  private void release(Response response, OpenAiAnswer answer) {
    if (!answer.complete()) {
      call.cancel();
    }
    response.close();
  }

  private void refuse(Response response) throws IOException {
    if (!response.isSuccessful()) {
      throw errors.of(response.code(), response.headers(), HttpText.of(response, ERROR_BODY));
    }
    MediaType type = response.body().contentType();
    String subtype = type == null ? "" : type.subtype().toLowerCase(Locale.ROOT);
    if (subtype.equals("json")) {
      String body = HttpText.of(response, ERROR_BODY);
      OpenAiJson.object(body).flatMap(errors::inStream).ifPresent(OpenAiStream::raise);
      throw errors.malformed("answered in one piece, not as a stream");
    }
    if (subtype.equals("html")) {
      throw errors.malformed("answered with a web page, not with a stream");
    }
  }

  private static void raise(BackendException error) {
    throw error;
  }

  private long follow(Response response, OpenAiAnswer answer) throws IOException {
    BufferedSource source = response.body().source();
    SseReader events = new SseReader(limits.eventBytes(), answer::event, this::tooLong);
    byte[] buffer = new byte[READ];
    long total = 0;
    while (!answer.marked()) {
      int length = source.read(buffer);
      long at = ticker.nanos();
      answer.at(at);
      if (length < 0) {
        return atEnd(events, answer, at);
      }
      total = bounded(total + length);
      answering(source);
      events.feed(buffer, length);
    }
    return answer.now();
  }

  private long atEnd(SseReader events, OpenAiAnswer answer, long at) {
    if (!answer.complete()) {
      events.end();
    }
    if (!answer.complete()) {
      throw errors.malformed("cut its answer off before its end");
    }
    return at;
  }

  private long bounded(long total) {
    if (total > limits.answerBytes()) {
      throw errors.malformed("sent more than " + limits.answerBytes() + " bytes");
    }
    return total;
  }

  private BackendException tooLong() {
    return errors.malformed("sent an event of more than " + limits.eventBytes() + " bytes");
  }

  private void answering(BufferedSource source) {
    if (stamps.phase() != HttpStamps.Phase.STALL) {
      stamps.answering();
      source.timeout().timeout(limits.stall().toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private Completion broken(OpenAiAnswer answer, IOException failure) throws InterruptedException {
    if (closed) {
      return answer.cancelled(stamps, ticker.nanos());
    }
    if (Thread.interrupted()) {
      call.cancel();
      throw new InterruptedException("interrupted while " + server + " answered");
    }
    if (answer.complete()) {
      return answer.ended(stamps, answer.now());
    }
    throw keeping(answer, HttpFailures.of(failure, server.toString(), stamps.phase(), limits));
  }

  /** Before its first words there is nothing to keep. */
  private BackendException keeping(OpenAiAnswer answer, BackendException failure) {
    return answer.begun() ? failure.keeping(answer.ended(stamps, ticker.nanos())) : failure;
  }

  @Override
  public void close() {
    closed = true;
    call.cancel();
    onEnd.accept(this);
  }
}
