package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Connects servers that speak the OpenAI chat completions API over HTTP. */
final class WireFactory implements BackendFactory {
  private final HttpPool pool;
  private final HttpKeys keys;
  private final Ticker ticker;

  WireFactory(Ticker ticker, Function<String, Optional<String>> environment) {
    this(ticker, environment, HttpLimits.usual());
  }

  WireFactory(Ticker ticker, Function<String, Optional<String>> environment, HttpLimits limits) {
    this.ticker = ticker;
    this.keys = new HttpKeys(environment);
    this.pool = new HttpPool(limits);
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
    HttpAddress address = HttpAddress.parse(uri);
    HttpProbe probe = new HttpProbe(pool, keys, address);
    return new WireBackend(new ServerFinder(probe).find(), pool, keys, ticker);
  }

  @Override
  public void close() {
    pool.close();
  }
}
