package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The model that runs in this process. {@code prepare()} loads and warms it; without it the first
 * {@code read} does and says so in {@link TokenEvent.Loaded}, before the request's start.
 *
 * <p>Usage counts the end token among the answer's tokens, and of the prompt's tokens those that a
 * picture's features replace as vision tokens, the fences around them not.
 */
final class EmbeddedBackend implements VlmBackend {
  /** Of the natives; asking them would load them. */
  static final String RUNTIME_VERSION = "1.28.0";

  static final String SERVER = "embedded ONNX Runtime " + RUNTIME_VERSION;
  static final int CONTEXT = 2048;
  private static final String NOTE =
      "A toy: it knows only coloured moving shapes, and of what it is asked about them about nine"
          + " answers in ten are right.";

  private final EmbeddedVariant variant;
  private final int context;
  private final EmbeddedFactory factory;
  private final Ticker ticker;
  private final Set<EmbeddedStream> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  EmbeddedBackend(EmbeddedVariant variant, int context, EmbeddedFactory factory, Ticker ticker) {
    this.variant = variant;
    this.context = context;
    this.factory = factory;
    this.ticker = ticker;
  }

  @Override
  public BackendCard card() {
    return new BackendCard(
        variant.uri(),
        BackendCard.EMBEDDED,
        Optional.of("ONNX Runtime " + RUNTIME_VERSION),
        variant.model(),
        BackendCard.THIS_MACHINE,
        OptionalInt.of(context),
        OptionalInt.empty(),
        true,
        Optional.of(variant.folder().map(EmbeddedBackend::note).orElse(NOTE)),
        new BackendCard.Traits(
            List.of(),
            Map.of(),
            Optional.of("none"),
            Optional.of(variant.form().words()),
            Optional.of("tokens and times of each step, measured in this process"),
            Map.of()));
  }

  private static String note(Path folder) {
    return "Runs in this process, from " + folder + ".";
  }

  @Override
  public Optional<Timeline.Span> prepare() throws InterruptedException {
    requireOpen();
    return factory.prepare(variant);
  }

  @Override
  public TokenStream stream(VlmRequest request) {
    requireNonNull(request, "request is null");
    requireOpen();
    if (request.videos().findAny().isPresent()) {
      throw new BackendException.Unsupported(
          variant.uri() + " takes no videos; send frames of it as pictures, or ask a server.");
    }
    requireOneTurn(request);
    return new EmbeddedStream(request, variant, factory, ticker, running);
  }

  private void requireOneTurn(VlmRequest request) {
    if (request.system().isPresent()
        || !request.history().isEmpty()
        || request.reasoning() == VlmRequest.Reasoning.ON
        || !request.extras().isEmpty()) {
      throw new BackendException.Unsupported(
          variant.uri()
              + " takes one user turn: leave out the system prompt, the history, reasoning and extra"
              + " fields, or ask a server.");
    }
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(EmbeddedStream::close);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(variant.uri() + " is closed: connect it again");
    }
  }
}
