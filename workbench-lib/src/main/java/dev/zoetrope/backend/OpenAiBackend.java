package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Request;

/**
 * A model behind the OpenAI chat completions API, as llama-server and vLLM speak it.
 *
 * <p>Thread-safe. The pool is its factory's.
 */
final class OpenAiBackend implements VlmBackend {
  private final OpenAiServer server;
  private final BackendCard card;
  private final HttpPool pool;
  private final HttpKeys keys;
  private final OpenAiErrors errors;
  private final Ticker ticker;
  private final Set<OpenAiStream> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  OpenAiBackend(OpenAiServer server, HttpPool pool, HttpKeys keys, Ticker ticker) {
    this.server = server;
    this.card = server.card();
    this.pool = pool;
    this.keys = keys;
    this.errors = new OpenAiErrors(server, keys);
    this.ticker = ticker;
  }

  @Override
  public BackendCard card() {
    return card;
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    requireNonNull(request, "request is null");
    if (closed) {
      throw new IllegalStateException(server + " is closed");
    }
    if (!server.vision() && request.imageCount() > 0) {
      throw errors.notVision();
    }
    OpenAiStream stream = new OpenAiStream(exchange(request), server, errors, running::remove);
    running.add(stream);
    return stream;
  }

  private OpenAiExchange exchange(VlmRequest request) {
    HttpStamps stamps = new HttpStamps(ticker);
    Request.Builder http =
        new Request.Builder()
            .url(server.address().at("v1/chat/completions"))
            .header("Accept", "text/event-stream")
            // Compression would hold events back.
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "zoetrope")
            .post(OpenAiBody.of(server, request))
            .tag(HttpStamps.class, stamps);
    keys.keyFor(server.address()).ifPresent(key -> http.header("Authorization", "Bearer " + key));
    return new OpenAiExchange(pool.answers().newCall(http.build()), stamps, pool.limits(), ticker);
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(OpenAiStream::close);
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
