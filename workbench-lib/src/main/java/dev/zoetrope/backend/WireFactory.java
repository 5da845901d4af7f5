package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Connects servers that speak the OpenAI chat completions API over HTTP. */
final class WireFactory implements BackendFactory {
  private final HttpTerms usual;

  /** Made when somebody connects: who only asks the embedded model waits for none of it. */
  private final Map<HttpTerms, HttpPool> pools = new ConcurrentHashMap<>();

  private final HttpKeys keys;
  private final Ticker ticker;

  WireFactory(Ticker ticker, Function<String, Optional<String>> environment) {
    this(ticker, environment, HttpLimits.usual());
  }

  WireFactory(Ticker ticker, Function<String, Optional<String>> environment, HttpLimits limits) {
    this.ticker = ticker;
    this.keys = new HttpKeys(environment);
    this.usual = HttpTerms.of(limits);
  }

  @Override
  public boolean takes(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  @Override
  public String example() {
    return "http://127.0.0.1:8080";
  }

  @Override
  public VlmBackend connect(String uri) {
    return connect(HttpAddress.parse(uri), pool(usual), keys);
  }

  @Override
  public VlmBackend connect(BackendEntry entry) {
    HttpAddress address = HttpAddress.parse(entry.uri());
    HttpTerms terms =
        new HttpTerms(entry.limits(), entry.ca().map(HttpTrust::pem), entry.headers());
    return connect(
        address,
        pool(terms),
        entry.key().map(key -> keys.given(key, entry.name(), address)).orElse(keys));
  }

  private VlmBackend connect(HttpAddress address, HttpPool pool, HttpKeys keys) {
    HttpProbe probe = new HttpProbe(pool, keys, address);
    return new WireBackend(new ServerFinder(probe).find(), pool, keys, ticker);
  }

  private HttpPool pool(HttpTerms terms) {
    return pools.computeIfAbsent(terms, HttpPool::new);
  }

  @Override
  public void close() {
    pools.values().forEach(HttpPool::close);
  }
}
