package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.DidYouMean;
import dev.zoetrope.metrics.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Connects backends by URI and owns what they share: the HTTP pool, the loaded weights.
 *
 * <p>Thread-safe. Closing it closes the backends that are still open, then its pools.
 */
public final class BackendRegistry implements AutoCloseable {
  private static final Pattern WORD = Pattern.compile("[^:/#?@\\s]{1,64}");
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.-]+:\\d{2,5}(/.*|#.*)?");

  private final List<BackendFactory> factories;
  private final BackendsFile names;
  private final CapabilityStore capabilities;
  private final Set<VlmBackend> open = ConcurrentHashMap.newKeySet();
  private final Ticker ticker;
  private final Optional<SessionTurns> turns;
  private volatile boolean closed;

  private BackendRegistry(
      List<BackendFactory> factories,
      BackendsFile names,
      Ticker ticker,
      Optional<SessionTurns> turns,
      CapabilityStore capabilities) {
    this.factories = List.copyOf(factories);
    this.names = names;
    this.ticker = ticker;
    this.turns = turns;
    this.capabilities = capabilities;
  }

  /**
   * All backends that this build knows, each asked whenever somebody wants. What probes prove is
   * kept in the user's folder for it.
   */
  public static BackendRegistry open(Ticker ticker) {
    return open(ticker, Optional.empty());
  }

  /** The same, where each request queues up before it is sent. */
  public static BackendRegistry open(Ticker ticker, Optional<SessionTurns> turns) {
    return open(ticker, turns, CapabilityStore.in(CapabilityStore.usualFolder(System.getenv())));
  }

  /**
   * All backends that this build knows.
   *
   * @param turns where each request queues up before it is sent
   * @param capabilities where what probes prove is kept
   */
  public static BackendRegistry open(
      Ticker ticker, Optional<SessionTurns> turns, CapabilityStore capabilities) {
    requireNonNull(ticker, "ticker is null");
    requireNonNull(turns, "turns is null");
    requireNonNull(capabilities, "capabilities is null");
    Function<String, Optional<String>> environment =
        name -> Optional.ofNullable(System.getenv(name));
    return new BackendRegistry(
        List.of(
            new EmbeddedFactory(ticker),
            new ReplayFactory(ticker, environment),
            new WireFactory(ticker, environment)),
        new BackendsFile(environment),
        ticker,
        turns,
        capabilities);
  }

  /**
   * Finds out what is at the URI, such as {@code embedded:tiny} or {@code
   * http://127.0.0.1:8080#model}, or by the name that it has in {@code backends.yaml}. The caller
   * closes it, or this registry when it is closed.
   *
   * @throws BackendException if nothing usable is there
   */
  public VlmBackend connect(String uri) {
    requireNonNull(uri, "uri is null");
    requireOpen();
    if (BackendsFile.isName(uri)) {
      BackendEntry entry = names.entry(uri);
      return owned(new NamedBackend(factory(entry.uri()).connect(entry), entry));
    }
    return owned(factory(uri).connect(uri));
  }

  private BackendFactory factory(String uri) {
    return factories.stream()
        .filter(f -> f.takes(uri))
        .findFirst()
        .orElseThrow(() -> new BackendException.UnknownBackend(unknown(uri)));
  }

  private VlmBackend owned(VlmBackend connected) {
    VlmBackend backend = new OwnedBackend(connected, capabilities, open::remove, turns, ticker);
    open.add(backend);
    if (closed) {
      backend.close();
      requireOpen();
    }
    return backend;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("these backends are closed: open another workbench.");
    }
  }

  private String unknown(String uri) {
    List<String> examples = factories.stream().flatMap(f -> Stream.of(f.example())).toList();
    return "No backend goes by \""
        + uri.replaceFirst("//.*@", "//[key]@").replaceFirst("\\?[^#]*", "?[query]")
        + "\"."
        + meant(uri).orElseGet(() -> DidYouMean.hint(uri, examples))
        + " Known: "
        + String.join(", ", examples)
        + ".";
  }

  /** An address without its scheme or with blanks around it, or a name with other letters. */
  private static Optional<String> meant(String uri) {
    String bare = uri.strip();
    if (!bare.equals(uri)) {
      return Optional.of(" Take off the blanks around it.");
    }
    if (WORD.matcher(bare).matches()) {
      return Optional.of(
          " A name in backends.yaml holds letters from A to Z, digits, dots, hyphens and"
              + " underscores only.");
    }
    return ADDRESS.matcher(bare).matches()
        ? Optional.of(" Did you mean http://" + bare + "?")
        : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(open).forEach(VlmBackend::close);
    factories.forEach(BackendFactory::close);
  }
}
