package dev.zoetrope.backend;

import dev.zoetrope.metrics.Timeline;
import java.util.Optional;

/**
 * A model that answers questions about pictures. Implement it to add one of your own.
 *
 * <p>Thread-safe: streams may run at once. Whoever opened it closes it; closing cancels what runs.
 */
public interface VlmBackend extends AutoCloseable {
  /** What it is; never contains a key. */
  BackendCard card();

  /**
   * What was proven of it earlier; asks nothing. Where nobody probed it every trait is unknown.
   * Other rooms ask this before they choose how to show pictures to it.
   */
  default Capabilities capabilities() {
    return Capabilities.unprobed(card());
  }

  /**
   * Finds out by asking what it really does. Of a connected backend the result is kept for {@link
   * #capabilities()}, also for later processes.
   *
   * @throws BackendException if it is not there, or refuses every question
   * @throws InterruptedException if the calling thread was interrupted; nothing is kept then
   */
  default Capabilities probe(ProbeDepth depth, ProbeListener listener) throws InterruptedException {
    return CapabilityProbe.of(this, depth).run(listener);
  }

  /**
   * Gets ready to answer: loads and warms what is loaded once, connects nothing that a request
   * would not. Called before a comparison's first question so that loading is a separate, stated
   * time. A second call does nothing.
   *
   * @return how long the caller had to wait for loading, by the clock of this backend's other
   *     stamps; empty if nothing had to load
   * @throws BackendException if it cannot get ready
   * @throws InterruptedException if the calling thread was interrupted, at once; what loads then
   *     ends by itself and stays whole
   */
  default Optional<Timeline.Span> prepare() throws InterruptedException {
    return Optional.empty();
  }

  /**
   * Opens a stream for one question. Nothing is sent before {@link TokenStream#read}.
   *
   * @throws BackendException if this request cannot be sent at all
   */
  TokenStream stream(VlmRequest request);

  @Override
  void close();
}
