package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer of a server. The calling thread sends, reads, stamps and parses; a stamp is taken as
 * soon as a read returns and is shared by all that this read brought. Closing it from another
 * thread closes the socket; so does interrupting the reader.
 */
final class WireStream implements TokenStream {
  /** As much as one read of the HTTP layer can bring. */
  private static final int READ = 8192;

  private static final int ERROR_BODY = 64 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(WireStream.class);

  private final WireExchange exchange;
  private final HttpStamps stamps;
  private final HttpLimits limits;
  private final WireErrors errors;
  private final Ticker ticker;
  private final Consumer<WireStream> onEnd;
  private final AtomicBoolean read = new AtomicBoolean();
  private final WirePulse pulse;
  private final CountDownLatch leaving = new CountDownLatch(1);
  private volatile Call call;
  private volatile boolean closed;
  private int told;
  private int refusals;

  WireStream(WireExchange exchange, WireErrors errors, Consumer<WireStream> onEnd) {
    this.exchange = exchange;
    this.call = exchange.call();
    this.stamps = exchange.stamps();
    this.limits = exchange.limits();
    this.ticker = exchange.ticker();
    this.errors = errors;
    this.pulse = new WirePulse(limits.stall(), exchange.ticker(), this::stalled);
    this.onEnd = onEnd;
  }

  @Override
  public Completion read(Consumer<? super TokenEvent> sink) throws InterruptedException {
    requireNonNull(sink, "sink is null");
    if (!read.compareAndSet(false, true)) {
      throw new IllegalStateException("a stream is read once; open another for the next question");
    }
    WireAnswer answer =
        new WireAnswer(
            exchange.dialect().reader(errors, limit()),
            exchange.request().streamed(),
            exchange.request().imageCount(),
            pulse,
            () -> closed,
            errors.mask(),
            sink);
    exchange.pool().sockets().entered(stamps);
    try {
      Completion told = answered(answer);
      taped(answer, told.timeline().end().orElse(stamps.start()), Optional.empty());
      Completion counted = closed ? told : exchange.vision().completed(told, exchange.request());
      return counted.under(answer.conditions(exchange.conditions(counted)));
    } catch (BackendException e) {
      return failed(answer, e);
    } finally {
      exchange.pool().watch().remove(pulse);
      exchange.pool().sockets().left();
      onEnd.accept(this);
    }
  }

  private OptionalInt limit() {
    return OptionalInt.of(exchange.request().sampling().maxTokens());
  }

  private void taped(WireAnswer answer, long end, Optional<BackendException> error) {
    exchange
        .tape()
        .map(tape -> tape.exchange(stamps.marks(), end, error))
        .ifPresent(done -> answer.take(new TokenEvent.Exchanged(end, done)));
  }

  private Completion answered(WireAnswer answer) throws InterruptedException {
    flush();
    stamps.begin();
    try {
      return exchange(answer);
    } catch (IOException e) {
      return broken(answer, e);
    }
  }

  /** A server that cannot be told to forget still gets other letters and pixels. */
  private void flush() {
    exchange.flush().ifPresent(WireStream::tried);
  }

  private static void tried(Call call) {
    try (Response response = call.execute()) {
      LOG.debug("the server was told to forget: HTTP {}", response.code());
    } catch (IOException e) {
      LOG.debug("the server could not be told to forget", e);
    }
  }

  /** A socket that we closed may look like an answer that was cut off. */
  private Completion failed(WireAnswer answer, BackendException e) {
    if (closed) {
      return answer.cancelled(stamps.marks(), ticker.nanos());
    }
    long at = ticker.nanos();
    answer.take(new TokenEvent.Failed(at, e.code(), e.getMessage()));
    taped(answer, at, Optional.of(e));
    throw answer.begun() ? e.keeping(answer.ended(stamps.marks(), ticker.nanos())) : e;
  }

  private Completion exchange(WireAnswer answer) throws IOException, InterruptedException {
    Response response = sent();
    try {
      begun(response, answer);
      refuse(response);
      long end =
          exchange.request().streamed() ? streamed(response, answer) : whole(response, answer);
      if (answer.isNothing()) {
        throw errors.malformed("ended its answer without a word and without a reason");
      }
      // One of many that measure is measured to its limit.
      if (exchange.request().load().isEmpty()) {
        errors.refuseSilence(answer);
      }
      return answer.ended(stamps.marks(), end);
    } finally {
      release(response, answer);
    }
  }

  private void begun(Response response, WireAnswer answer) {
    exchange.tape().ifPresent(tape -> tape.answered(response));
    stamps.connected().ifPresent(answer::take);
    answer.take(new TokenEvent.BodySent(stamps.bodySent().orElse(stamps.start()), stamps.bytes()));
    arrived(answer);
    answer.take(new TokenEvent.Headers(stamps.headers().orElse(stamps.start()), response.code()));
  }

  /** A server that is too busy to begin is asked again, as long as patience lasts. */
  private Response sent() throws IOException, InterruptedException {
    long patience = exchange.request().load().isPresent() ? 0 : limits.busy().toNanos();
    for (int before = 0; ; before++) {
      Response response = HttpText.heard(call.execute(), ERROR_BODY, limits);
      OptionalLong wait = HttpRetry.wait(response, patience, before);
      if (wait.isEmpty()) {
        return worded(response);
      }
      response.close();
      patience -= wait.getAsLong();
      again(wait.getAsLong());
    }
  }

  /** A server that refuses a word for which there is another is asked by that, once for each. */
  private Response worded(Response first) throws IOException {
    Response response = first;
    Optional<WireRewording> other = exchange.rewording().after(first);
    while (other.isPresent()) {
      response.close();
      response = sent(other.get().request());
      other = other.get().after(response);
    }
    return response;
  }

  private Response sent(Request other) throws IOException {
    exchange.tape().ifPresent(tape -> tape.asks(other));
    call = exchange.pool().answers().newCall(other);
    if (closed) {
      throw new IOException("closed before it was asked in other words");
    }
    stamps.again();
    return HttpText.heard(call.execute(), ERROR_BODY, limits);
  }

  private void again(long wait) throws IOException, InterruptedException {
    refusals++;
    boolean left = leaving.await(wait, TimeUnit.NANOSECONDS);
    call = call.clone();
    if (left || closed) {
      throw new IOException("closed while the server was busy");
    }
    stamps.again();
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
      BackendException refusal = errors.of(response.code(), response.headers(), text(response));
      throw refusal instanceof BackendException.Overloaded busy
          ? busy.after(1 + refusals)
          : refusal;
    }
    if (subtype(response).equals("html")) {
      throw errors.malformed("answered with a web page, not with an answer");
    }
  }

  private String text(Response response) throws IOException {
    return taped(HttpText.of(response, ERROR_BODY, limits.stall()));
  }

  private String taped(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.tape().ifPresent(tape -> tape.piece(stamps.last(), bytes, bytes.length));
    return body;
  }

  private static String subtype(Response response) {
    MediaType type = response.body().contentType();
    return type == null ? "" : type.subtype().toLowerCase(Locale.ROOT);
  }

  private long whole(Response response, WireAnswer answer) throws IOException {
    String body = taped(all(response.body().source()));
    arrived(answer);
    parser(answer).whole(body);
    return answer.now();
  }

  private String all(BufferedSource source) throws IOException {
    Buffer all = new Buffer();
    byte[] buffer = new byte[READ];
    int length = source.read(buffer);
    while (length >= 0 && all.size() < limits.answerBytes()) {
      lives(source, buffer, length);
      all.write(buffer, 0, length);
      length = source.read(buffer);
    }
    return all.readString(Math.min(limits.answerBytes(), all.size()), StandardCharsets.UTF_8);
  }

  private WireParser parser(WireAnswer answer) {
    return new WireParser(exchange.dialect(), errors, limits, answer);
  }

  private long streamed(Response response, WireAnswer answer) throws IOException {
    if (subtype(response).equals("json") && !exchange.dialect().ndjson()) {
      String body = text(response);
      WireJson.object(body).flatMap(errors::inStream).ifPresent(WireStream::raise);
      throw errors.malformed("answered in one piece, not as a stream");
    }
    return follow(response, answer);
  }

  private static void raise(BackendException error) {
    throw error;
  }

  private long follow(Response response, WireAnswer answer) throws IOException {
    BufferedSource source = response.body().source();
    WireParser parser = parser(answer);
    byte[] buffer = new byte[READ];
    while (!answer.marked()) {
      int length = source.read(buffer);
      long from = ticker.nanos();
      pulse.hands();
      arrived(answer);
      if (length < 0) {
        parser.end();
        return answer.now();
      }
      exchange.tape().ifPresent(tape -> tape.piece(stamps.last(), buffer, length));
      lives(source, buffer, length);
      parser.feed(buffer, length);
      pulse.listens(from);
    }
    return answer.now();
  }

  /** Tells of the socket's reads that brought what comes next, which has the stamp of the last. */
  private void arrived(WireAnswer answer) {
    List<Timeline.Read> reads = stamps.reads();
    for (; told < reads.size(); told++) {
      answer.take(new TokenEvent.Read(reads.get(told).at(), reads.get(told).bytes()));
    }
    answer.at(stamps.last());
  }

  private void lives(BufferedSource source, byte[] buffer, int length) {
    if (stamps.phase() != HttpStamps.Phase.STALL) {
      stamps.answering();
      // The watch ends a stall; a timer for each read would cost a fifth of the whole reading.
      source.timeout().clearTimeout();
      pulse.begin(ticker.nanos());
      exchange.pool().watch().add(pulse);
    } else if (endsLine(buffer, length)) {
      pulse.line(stamps.last());
    }
  }

  private static boolean endsLine(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  private Completion broken(WireAnswer answer, IOException failure) throws InterruptedException {
    if (closed) {
      return answer.cancelled(stamps.marks(), ticker.nanos());
    }
    if (Thread.interrupted()) {
      call.cancel();
      throw new InterruptedException(
          "interrupted while " + exchange.dialect().server() + " answered");
    }
    if (answer.complete()) {
      return answer.ended(stamps.marks(), answer.now());
    }
    IOException why = pulse.isLate() ? new SocketTimeoutException("no sign of life") : failure;
    throw HttpFailures.of(why, exchange.dialect().server().toString(), stamps.phase(), limits);
  }

  private void stalled() {
    call.cancel();
  }

  @Override
  public void close() {
    closed = true;
    leaving.countDown();
    call.cancel();
    exchange.vision().cancel();
    onEnd.accept(this);
  }
}
