package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * When one request was begun, sent and answered, read by read, and how far it came.
 *
 * <p>Confined to the thread that runs the call.
 */
final class HttpStamps extends EventListener {
  private final Ticker ticker;
  private final long firstByteNanos;
  private final List<Timeline.Read> reads = new ArrayList<>();
  private Phase phase = Phase.CONNECT;
  private long start;
  private long bytes;
  private long wrote;
  private long last;
  private int retries;
  private boolean givesWay;
  private OptionalLong connecting = OptionalLong.empty();
  private Optional<TokenEvent.Connected> connected = Optional.empty();
  private OptionalLong sending = OptionalLong.empty();
  private OptionalLong bodySent = OptionalLong.empty();
  private OptionalLong headers = OptionalLong.empty();

  HttpStamps(Ticker ticker, HttpLimits limits) {
    this.ticker = ticker;
    this.firstByteNanos = limits.firstByte().toNanos();
  }

  /** How far an exchange came; the words go into messages. */
  enum Phase {
    CONNECT,
    SEND,
    FIRST_BYTE,
    STALL
  }

  /**
   * Of one request among many at once: answers that begin together are all stamped before one of
   * them is read on. Without it, each waits for the parsing of those before it.
   */
  HttpStamps amongMany() {
    givesWay = true;
    return this;
  }

  /** The request begins: its body is ready, nothing was sent. */
  void begin() {
    start = ticker.nanos();
    phase = Phase.CONNECT;
    reads.clear();
    wrote = start;
    last = start;
    connecting = OptionalLong.empty();
    connected = Optional.empty();
    sending = OptionalLong.empty();
    bodySent = OptionalLong.empty();
    headers = OptionalLong.empty();
  }

  /** It is sent once more, and everything stamped anew. */
  void again() {
    retries++;
    begin();
  }

  /** The first bytes of the answer's body are here. */
  void answering() {
    phase = Phase.STALL;
  }

  /**
   * A read of the socket returned.
   *
   * @param got how many bytes, negative at the end
   * @throws SocketTimeoutException if they trickle in for longer than the first byte may take
   */
  void read(int got) throws SocketTimeoutException {
    last = ticker.nanos();
    if (got > 0) {
      reads.add(new Timeline.Read(last, got));
    }
    if (phase == Phase.FIRST_BYTE
        && headers.isEmpty()
        && last - bodySent.orElse(last) > firstByteNanos) {
      throw new SocketTimeoutException("the headers do not end");
    }
    if (givesWay && reads.size() == 1) {
      Thread.yield();
    }
  }

  /** Whether the HTTP layer closes the socket when a read takes too long. */
  boolean isWatched() {
    return phase == Phase.FIRST_BYTE || phase == Phase.STALL;
  }

  /** Bytes are about to be handed to the socket. */
  void sends() {
    if (phase == Phase.SEND && sending.isEmpty()) {
      sending = OptionalLong.of(ticker.nanos());
    }
  }

  void wrote() {
    wrote = ticker.nanos();
  }

  /** The socket is about to be read: what the HTTP layer had held of the request has gone. */
  void listens() {
    if (phase == Phase.SEND && bodySent.isPresent()) {
      phase = Phase.FIRST_BYTE;
    }
  }

  Phase phase() {
    return phase;
  }

  long start() {
    return start;
  }

  long bytes() {
    return bytes;
  }

  /** When the socket's last read returned. */
  long last() {
    return last;
  }

  /** All reads so far; grows. */
  List<Timeline.Read> reads() {
    return reads;
  }

  Optional<TokenEvent.Connected> connected() {
    return connected;
  }

  OptionalLong bodySent() {
    return bodySent;
  }

  OptionalLong headers() {
    return headers;
  }

  /** As they are now. */
  WireMarks marks() {
    return new WireMarks(start, bodySent, headers, wire());
  }

  private Timeline.Wire wire() {
    return new Timeline.Wire(
        OptionalLong.empty(),
        connected
            .filter(made -> !made.kept())
            .map(made -> new Timeline.Span(made.fromNanos(), made.atNanos())),
        sending,
        reads,
        OptionalInt.of(retries));
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    phase = Phase.CONNECT;
    connecting = OptionalLong.of(ticker.nanos());
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    phase = Phase.SEND;
    long at = ticker.nanos();
    connected = Optional.of(new TokenEvent.Connected(at, connecting.orElse(at), false));
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    if (connected.isEmpty()) {
      long at = ticker.nanos();
      connected = Optional.of(new TokenEvent.Connected(at, at, true));
    }
  }

  @Override
  public void requestHeadersStart(Call call) {
    phase = Phase.SEND;
    sending = OptionalLong.empty();
    reads.clear();
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    bodySent = OptionalLong.of(ticker.nanos());
    bytes = byteCount;
  }

  /** What the HTTP layer still held back when the body ended has been written by now. */
  @Override
  public void responseHeadersStart(Call call) {
    if (bodySent.isPresent()) {
      bodySent = OptionalLong.of(Math.max(wrote, bodySent.getAsLong()));
    }
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    headers = OptionalLong.of(last);
    phase = Phase.FIRST_BYTE;
  }

  /** A kept-alive connection had died: what is sent again is a new request with a new start. */
  @Override
  public void retryDecision(Call call, IOException exception, boolean retry) {
    if (retry) {
      again();
    }
  }

  @Override
  public void followUpDecision(Call call, Response networkResponse, @Nullable Request nextRequest) {
    if (nextRequest != null) {
      again();
    }
  }
}
