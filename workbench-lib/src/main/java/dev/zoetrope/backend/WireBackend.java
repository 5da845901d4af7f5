package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A model behind HTTP, whatever its server speaks.
 *
 * <p>Thread-safe. The pool is its factory's.
 */
final class WireBackend implements VlmBackend {
  private static final int ERROR_BODY = 64 << 10;
  private static final long LEAST_SALT = 1L << 40;

  private final Dialect dialect;
  private final WireServer server;
  private final BackendCard card;
  private final HttpPool pool;
  private final HttpKeys keys;
  private final WireErrors errors;
  private final Ticker ticker;
  private final VisionMemory seen = new VisionMemory();
  private final WireWording wording = new WireWording();
  private final Set<WireStream> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean prepared = new AtomicBoolean();
  private volatile boolean closed;

  WireBackend(Dialect dialect, HttpPool pool, HttpKeys keys, Ticker ticker) {
    this.dialect = dialect;
    this.server = dialect.server();
    this.card = server.card();
    this.pool = pool;
    this.keys = keys;
    this.errors = new WireErrors(server, keys);
    this.ticker = ticker;
  }

  @Override
  public BackendCard card() {
    return card;
  }

  @Override
  public Optional<Timeline.Span> prepare() throws InterruptedException {
    requireOpen();
    Optional<Counting> loading = dialect.loading();
    if (loading.isEmpty() || !prepared.compareAndSet(false, true)) {
      return Optional.empty();
    }
    HttpStamps stamps = new HttpStamps(ticker, pool.limits());
    stamps.begin();
    load(loading.get(), stamps);
    return Optional.of(new Timeline.Span(stamps.start(), ticker.nanos()));
  }

  private void load(Counting loading, HttpStamps stamps) throws InterruptedException {
    Call call = call(loading, stamps);
    try (Response response = HttpText.heard(call.execute(), ERROR_BODY, pool.limits())) {
      if (!response.isSuccessful()) {
        throw errors.of(
            response.code(),
            response.headers(),
            HttpText.of(response, ERROR_BODY, pool.limits().stall()));
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        call.cancel();
        throw new InterruptedException("interrupted while " + server + " loaded");
      }
      throw HttpFailures.of(e, server.toString(), stamps.phase(), pool.limits());
    }
  }

  private Call call(Counting counting, HttpStamps stamps) {
    Request.Builder http =
        new Request.Builder()
            .url(counting.url())
            .header("User-Agent", "zoetrope")
            .post(WireBody.of(counting.body(), counting.extras()))
            .tag(HttpStamps.class, stamps);
    server.address().authorise(http, keys.keyFor(server.address()));
    return pool.answers().newCall(http.build());
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    requireNonNull(request, "request is null");
    requireOpen();
    refuseVideos(request);
    if (!server.vision() && request.imageCount() > 0) {
      throw errors.notVision();
    }
    WireStream stream = new WireStream(exchange(request), errors, running::remove);
    running.add(stream);
    return stream;
  }

  private void refuseVideos(VlmRequest request) {
    if (request.videos().findAny().isPresent() && !dialect.takesVideo()) {
      throw errors.noVideo();
    }
    if (request.videos().anyMatch(clip -> clip.fps().isPresent()) && !dialect.takesFps()) {
      throw new BackendException.Unsupported(
          server
              + " cannot be told how many pictures a second of a video to see; leave fps out, or"
              + " give its own field for that among the request's extras.");
    }
  }

  private WireExchange exchange(VlmRequest asked) {
    // Unique among requests, and as long every time, so that it costs as many tokens.
    long salt = ThreadLocalRandom.current().nextLong(LEAST_SALT, LEAST_SALT << 3);
    CacheRules rules = CacheRules.of(dialect, asked, salt);
    VlmRequest request = rules.request();
    HttpStamps stamps = new HttpStamps(ticker, pool.limits());
    request.load().ifPresent(id -> stamps.amongMany());
    Request.Builder http =
        new Request.Builder()
            .url(dialect.url(request))
            .header("Accept", request.streamed() ? "text/event-stream" : "application/json")
            // Compression would hold events back.
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "zoetrope")
            .tag(HttpStamps.class, stamps);
    request.load().ifPresent(id -> http.header("X-Request-Id", id));
    server.address().authorise(http, keys.keyFor(server.address()));
    WireRewording question =
        WireRewording.of(wording, http, request, () -> dialect.body(request), rules.extras());
    return new WireExchange(
        pool.answers().newCall(question.request()),
        question,
        rules,
        Optional.of(rules).filter(CacheRules::flush).map(r -> flush()),
        dialect,
        new VisionCount(
            dialect,
            errors,
            seen,
            pool.limits().probe().all(),
            counting -> call(counting, new HttpStamps(ticker, pool.limits()))),
        stamps,
        Optional.of(request)
            .filter(VlmRequest::recorded)
            .map(r -> new WireTape(server, keys, question.request(), r.streamed())),
        pool,
        ticker);
  }

  private Call flush() {
    Request.Builder http =
        new Request.Builder()
            .url(server.address().at("flush_cache"))
            .post(RequestBody.create(new byte[0]));
    server.address().authorise(http, keys.keyFor(server.address()));
    return pool.probes().newCall(http.build());
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(server + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(WireStream::close);
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
