package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.OptionalLong;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * When one request was begun, sent and answered, and how far it came.
 *
 * <p>Confined to the thread that runs the call.
 */
final class HttpStamps extends EventListener {
  private final Ticker ticker;
  private Phase phase = Phase.CONNECT;
  private long start;
  private long bytes;
  private OptionalLong bodySent = OptionalLong.empty();
  private OptionalLong headers = OptionalLong.empty();

  HttpStamps(Ticker ticker) {
    this.ticker = ticker;
  }

  /** How far an exchange came; the words go into messages. */
  enum Phase {
    CONNECT,
    SEND,
    FIRST_BYTE,
    STALL
  }

  /** The request begins: its body is ready, nothing was sent. */
  void begin() {
    start = ticker.nanos();
    phase = Phase.CONNECT;
    bodySent = OptionalLong.empty();
    headers = OptionalLong.empty();
  }

  /** The first bytes of the answer's body are here. */
  void answering() {
    phase = Phase.STALL;
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

  OptionalLong bodySent() {
    return bodySent;
  }

  OptionalLong headers() {
    return headers;
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    phase = Phase.CONNECT;
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    phase = Phase.SEND;
  }

  @Override
  public void requestHeadersStart(Call call) {
    phase = Phase.SEND;
  }

  @Override
  public void requestBodyEnd(Call call, long byteCount) {
    bodySent = OptionalLong.of(ticker.nanos());
    bytes = byteCount;
    phase = Phase.FIRST_BYTE;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    headers = OptionalLong.of(ticker.nanos());
    phase = Phase.FIRST_BYTE;
  }

  /** A kept-alive connection had died: what is sent again is a new request with a new start. */
  @Override
  public void retryDecision(Call call, IOException exception, boolean retry) {
    if (retry) {
      begin();
    }
  }

  @Override
  public void followUpDecision(Call call, Response networkResponse, @Nullable Request nextRequest) {
    if (nextRequest != null) {
      begin();
    }
  }
}
