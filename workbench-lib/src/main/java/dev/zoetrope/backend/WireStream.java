package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * One answer of a server. The calling thread sends, reads, stamps and parses; a stamp is taken as
 * soon as a read returns and is shared by all that this read brought. Closing it from another
 * thread closes the socket; so does interrupting the reader.
 */
final class WireStream implements TokenStream {
  /** As much as one read of the HTTP layer can bring. */
  private static final int READ = 8192;

  private static final int ERROR_BODY = 64 << 10;

  private final WireExchange exchange;
  private final Call call;
  private final HttpStamps stamps;
  private final HttpLimits limits;
  private final WireErrors errors;
  private final Ticker ticker;
  private final Consumer<WireStream> onEnd;
  private final AtomicBoolean read = new AtomicBoolean();
  private volatile boolean closed;

  WireStream(WireExchange exchange, WireErrors errors, Consumer<WireStream> onEnd) {
    this.exchange = exchange;
    this.call = exchange.call();
    this.stamps = exchange.stamps();
    this.limits = exchange.limits();
    this.ticker = exchange.ticker();
    this.errors = errors;
    this.onEnd = onEnd;
  }

  @Override
  public Completion read(Consumer<? super TokenEvent> sink) throws InterruptedException {
    requireNonNull(sink, "sink is null");
    if (!read.compareAndSet(false, true)) {
      throw new IllegalStateException("a stream is read once; open another for the next question");
    }
    WireAnswer answer =
        new WireAnswer(exchange.dialect().reader(errors), exchange.request().streamed(), sink);
    try {
      Completion told = answered(answer);
      return closed ? told : exchange.vision().completed(told, exchange.request());
    } catch (BackendException e) {
      return failed(answer, e);
    } finally {
      onEnd.accept(this);
    }
  }

  private Completion answered(WireAnswer answer) throws InterruptedException {
    stamps.begin();
    try {
      return exchange(answer);
    } catch (IOException e) {
      return broken(answer, e);
    }
  }

  /** A socket that we closed may look like an answer that was cut off. */
  private Completion failed(WireAnswer answer, BackendException e) {
    if (closed) {
      return answer.cancelled(stamps, ticker.nanos());
    }
    throw answer.begun() ? e.keeping(answer.ended(stamps, ticker.nanos())) : e;
  }

  private Completion exchange(WireAnswer answer) throws IOException {
    Response response = call.execute();
    try {
      answer.take(
          new TokenEvent.BodySent(stamps.bodySent().orElse(stamps.start()), stamps.bytes()));
      answer.take(new TokenEvent.Headers(stamps.headers().orElse(stamps.start()), response.code()));
      refuse(response);
      long end =
          exchange.request().streamed() ? streamed(response, answer) : whole(response, answer);
      return answer.ended(stamps, end);
    } finally {
      release(response, answer);
    }
  }

  /** An answer that was left early would otherwise be read to its end before its socket is free. */
  private void release(Response response, WireAnswer answer) {
    if (!answer.complete()) {
      call.cancel();
    }
    response.close();
  }

  private void refuse(Response response) throws IOException {
    if (!response.isSuccessful()) {
      throw errors.of(response.code(), response.headers(), HttpText.of(response, ERROR_BODY));
    }
    if (subtype(response).equals("html")) {
      throw errors.malformed("answered with a web page, not with an answer");
    }
  }

  private static String subtype(Response response) {
    MediaType type = response.body().contentType();
    return type == null ? "" : type.subtype().toLowerCase(Locale.ROOT);
  }

  private long whole(Response response, WireAnswer answer) throws IOException {
    String body = HttpText.of(response, limits.answerBytes());
    long at = ticker.nanos();
    answer.at(at);
    bounded(body.length());
    answer.frame(body);
    if (!answer.complete()) {
      throw errors.malformed("sent half an answer");
    }
    return at;
  }

  private long streamed(Response response, WireAnswer answer) throws IOException {
    if (subtype(response).equals("json") && !exchange.dialect().ndjson()) {
      String body = HttpText.of(response, ERROR_BODY);
      WireJson.object(body).flatMap(errors::inStream).ifPresent(WireStream::raise);
      throw errors.malformed("answered in one piece, not as a stream");
    }
    return follow(response, answer);
  }

  private static void raise(BackendException error) {
    throw error;
  }

  private FrameReader frames(WireAnswer answer) {
    return exchange.dialect().ndjson()
        ? new NdjsonReader(limits.eventBytes(), answer::frame, this::tooLong)
        : new SseReader(limits.eventBytes(), answer::frame, this::tooLong);
  }

  private long follow(Response response, WireAnswer answer) throws IOException {
    BufferedSource source = response.body().source();
    FrameReader frames = frames(answer);
    byte[] buffer = new byte[READ];
    long total = 0;
    long lineEnded = 0;
    while (!answer.marked()) {
      int length = source.read(buffer);
      long at = ticker.nanos();
      answer.at(at);
      if (length < 0) {
        return atEnd(frames, answer, at);
      }
      total += length;
      bounded(total);
      answering(source);
      frames.feed(buffer, length);
      lineEnded = endsLine(buffer, length) || total == length ? at : lineEnded;
      refuseTrickle(at - lineEnded);
    }
    return answer.now();
  }

  private static boolean endsLine(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Bytes that never make a line keep a socket alive, but not an answer. */
  private void refuseTrickle(long nanos) throws SocketTimeoutException {
    if (nanos > limits.stall().toNanos()) {
      throw new SocketTimeoutException("no line ended");
    }
  }

  private long atEnd(FrameReader frames, WireAnswer answer, long at) {
    if (!answer.complete()) {
      frames.end();
    }
    if (!answer.complete()) {
      throw errors.malformed("cut its answer off before its end");
    }
    return at;
  }

  private void bounded(long total) {
    if (total >= limits.answerBytes()) {
      throw errors.malformed("sent more than " + limits.answerBytes() + " bytes");
    }
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

  private Completion broken(WireAnswer answer, IOException failure) throws InterruptedException {
    if (closed) {
      return answer.cancelled(stamps, ticker.nanos());
    }
    if (Thread.interrupted()) {
      call.cancel();
      throw new InterruptedException(
          "interrupted while " + exchange.dialect().server() + " answered");
    }
    if (answer.complete()) {
      return answer.ended(stamps, answer.now());
    }
    throw HttpFailures.of(failure, exchange.dialect().server().toString(), stamps.phase(), limits);
  }

  @Override
  public void close() {
    closed = true;
    call.cancel();
    exchange.vision().cancel();
    onEnd.accept(this);
  }
}
