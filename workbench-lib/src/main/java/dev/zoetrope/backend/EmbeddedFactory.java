package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.models.ModelFolder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Connects {@code embedded:…} and holds the weights that its backends have loaded until it is
 * closed. Loads nothing before somebody asks. Thread-safe.
 */
final class EmbeddedFactory implements BackendFactory {
  private final Ticker ticker;
  private final EmbeddedPool pool;
  private final EmbeddedFiles files;
  private final EmbeddedInstalled installed;
  private final Map<EmbeddedVariant, EmbeddedPool.Lease> held = new HashMap<>();
  private boolean closed;

  EmbeddedFactory(Ticker ticker) {
    this(ticker, EmbeddedPool.SHARED, EmbeddedFiles.packaged());
  }

  EmbeddedFactory(Ticker ticker, EmbeddedPool pool, EmbeddedFiles files) {
    this(ticker, pool, files, ModelFolder.usual(System.getenv()));
  }

  EmbeddedFactory(Ticker ticker, EmbeddedPool pool, EmbeddedFiles files, ModelFolder folder) {
    this.ticker = ticker;
    this.pool = pool;
    this.files = files;
    installed = new EmbeddedInstalled(folder);
  }

  @Override
  public boolean takes(String uri) {
    return uri.startsWith("embedded:");
  }

  @Override
  public String example() {
    return EmbeddedVariant.FP32.uri();
  }

  @Override
  public VlmBackend connect(String uri) {
    EmbeddedAddress address = EmbeddedAddress.of(uri);
    Optional<EmbeddedVariant> packaged = EmbeddedVariant.of(address.plain());
    return packaged.isPresent()
        ? connect(packaged.get(), address)
        : connectInstalled(installed.find(address.plain()), address);
  }

  /** Of the packaged weights all is known without reading a file. */
  private VlmBackend connect(EmbeddedVariant variant, EmbeddedAddress address) {
    return new EmbeddedBackend(
        variant.askedAs(address, variant.pictures()), EmbeddedBackend.CONTEXT, this, ticker);
  }

  private VlmBackend connectInstalled(EmbeddedVariant variant, EmbeddedAddress address) {
    EmbeddedConfig config = EmbeddedConfig.read(files(variant), variant);
    EmbeddedVariant asked = variant.askedAs(address, config.processor().pictures());
    return new EmbeddedBackend(asked, config.context(), this, ticker);
  }

  private EmbeddedFiles files(EmbeddedVariant variant) {
    return variant.folder().map(EmbeddedFiles::installed).orElse(files);
  }

  /** Whether a lease would not have to wait for loading. */
  boolean isLoaded(EmbeddedVariant variant) {
    return pool.isLoaded(files(variant), variant);
  }

  /**
   * Loads and warms on a thread of its own, because natives that load hear no interrupt. Who is
   * interrupted leaves at once; that thread ends by itself, and this factory keeps what it loaded.
   *
   * @return how long this caller waited; empty if nothing had to load
   */
  Optional<Timeline.Span> prepare(EmbeddedVariant variant) throws InterruptedException {
    if (isLoaded(variant)) {
      lease(variant).close();
      return Optional.empty();
    }
    long from = ticker.nanos();
    FutureTask<Optional<BackendException>> loading = new FutureTask<>(() -> load(variant));
    Thread thread = new Thread(loading, "zoetrope-load-" + variant.uri());
    thread.setDaemon(true);
    thread.start();
    Optional<BackendException> failure = await(loading);
    if (failure.isPresent()) {
      throw failure.get();
    }
    return Optional.of(new Timeline.Span(from, ticker.nanos()));
  }

  private Optional<BackendException> load(EmbeddedVariant variant) throws InterruptedException {
    try {
      lease(variant).close();
      return Optional.empty();
    } catch (BackendException e) {
      return Optional.of(e);
    }
  }

  private static Optional<BackendException> await(FutureTask<Optional<BackendException>> loading)
      throws InterruptedException {
    try {
      return loading.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("loading broke: " + e.getCause(), e.getCause());
    }
  }

  /** The weights for one answer; this factory keeps them for the next. */
  EmbeddedPool.Lease lease(EmbeddedVariant variant) throws InterruptedException {
    EmbeddedPool.Lease lease = pool.acquire(files(variant), variant);
    keep(variant, lease);
    return lease;
  }

  private synchronized void keep(EmbeddedVariant variant, EmbeddedPool.Lease lease) {
    if (!closed && !held.containsKey(variant)) {
      held.put(variant, lease.another());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    held.values().forEach(EmbeddedPool.Lease::close);
    held.clear();
  }
}
