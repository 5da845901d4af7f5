package dev.zoetrope.backend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;

/**
 * The connections that all HTTP backends of one registry share.
 *
 * <p>HTTP/1.1 only: some model servers hang on the upgrade that HTTP/2 over cleartext asks for. No
 * redirects: a key goes to the host it was given for. TLS is verified as the platform does, with a
 * user's own certificates where they are given. Every exchange runs on its caller's thread; one
 * thread of the pool watches for stalls while answers run (OkHttp's two process-wide daemons end by
 * themselves after a minute without work).
 *
 * <p>Thread-safe.
 */
final class HttpPool implements AutoCloseable {
  /** Below the 5 s after which llama-server and uvicorn drop an idle connection. */
  private static final long KEEP_ALIVE_SECONDS = 4;

  private static final int IDLE_CONNECTIONS = 512;

  private final HttpLimits limits;
  private final StampedSockets sockets = new StampedSockets();
  private final HttpWatch watch = new HttpWatch();
  private final OkHttpClient answers;
  private final OkHttpClient probes;

  HttpPool(HttpLimits limits) {
    this(HttpTerms.of(limits));
  }

  HttpPool(HttpTerms terms) {
    this.limits = terms.limits();
    HttpOnce once = new HttpOnce();
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .followRedirects(false)
            .followSslRedirects(false)
            .fastFallback(false)
            .socketFactory(sockets)
            .connectionPool(
                new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS))
            .eventListenerFactory(HttpPool::listener)
            .addInterceptor(once)
            .addNetworkInterceptor(once)
            .connectTimeout(limits.connect())
            .readTimeout(limits.firstByte())
            .writeTimeout(limits.stall())
            .callTimeout(limits.total());
    terms.ca().ifPresent(pem -> HttpTrust.add(client, pem));
    if (!terms.headers().isEmpty()) {
      client.addInterceptor(chain -> chain.proceed(with(terms.headers(), chain.request())));
    }
    this.answers = client.build();
    this.probes =
        answers
            .newBuilder()
            .connectTimeout(limits.probe().connect())
            .readTimeout(limits.probe().read())
            .callTimeout(limits.probe().all())
            .build();
  }

  /** A request's own headers win. */
  private static Request with(Map<String, String> headers, Request request) {
    Request.Builder more = request.newBuilder();
    headers.forEach(
        (name, value) -> {
          if (request.header(name) == null) {
            more.header(name, value);
          }
        });
    return more.build();
  }

  /** For questions: waits as long as a model may think. */
  OkHttpClient answers() {
    return answers;
  }

  /** For finding out what is there: usually waits 1 s for a connection and 2 s for an answer. */
  OkHttpClient probes() {
    return probes;
  }

  /** Tells whose exchange a thread runs, for its sockets' stamps. */
  StampedSockets sockets() {
    return sockets;
  }

  /** Ends answers that stall. */
  HttpWatch watch() {
    return watch;
  }

  HttpLimits limits() {
    return limits;
  }

  private static EventListener listener(Call call) {
    HttpStamps stamps = call.request().tag(HttpStamps.class);
    return stamps == null ? EventListener.NONE : stamps;
  }

  /** Cancels what runs and closes every connection. */
  @Override
  public void close() {
    watch.close();
    answers.dispatcher().cancelAll();
    answers.dispatcher().executorService().shutdown();
    answers.connectionPool().evictAll();
  }
}
