package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.VlmBackend;
import dev.zoetrope.temporal.EncodedPrompt;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Asks single questions just as a comparison does, for whoever has an order of his own: a run of
 * thousands of them.
 *
 * <p>Thread-safe, but {@link #prepare} comes before all questions, one backend after the other.
 */
public final class OneByOne {
  private final Readiness readiness = new Readiness();
  private final Map<Integer, VlmBackend> backends = new ConcurrentHashMap<>();
  private final Set<Asking> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /**
   * Loads and warms a backend, which is a time of its own.
   *
   * @param index the number that questions have it by
   * @return why it cannot be asked; empty if it can
   * @throws InterruptedException if the calling thread was interrupted
   */
  public Optional<Outcome.Failed> prepare(int index, VlmBackend backend)
      throws InterruptedException {
    backends.put(index, requireNonNull(backend, "backend is null"));
    readiness.prepare(index, backend);
    return readiness.failure(index);
  }

  /**
   * Asks on the calling thread; a stop, or its interrupt, cancels the answer.
   *
   * @param slot the answer's place
   * @param backend whose turn it is, by its number
   * @param inquiry the question
   * @param prompt the frames as they are shown
   * @param events hears of it on the calling thread
   */
  public Answer ask(
      Slot slot,
      int backend,
      Inquiry inquiry,
      EncodedPrompt prompt,
      Consumer<CompareEvent> events) {
    Asking asking =
        new Asking(this::backend, requireNonNull(inquiry, "inquiry is null"), readiness, events);
    running.add(asking);
    try {
      if (stopped) {
        asking.stop();
      }
      return asking.ask(new Schedule.Ask(slot, backend, 0), prompt);
    } finally {
      running.remove(asking);
    }
  }

  private VlmBackend backend(int index) {
    return Optional.ofNullable(backends.get(index))
        .orElseThrow(() -> new IllegalStateException("backend " + index + " was not prepared"));
  }

  /** Cancels what runs; whatever is asked from now on is cancelled at once. */
  public void stop() {
    stopped = true;
    running.forEach(Asking::stop);
  }
}
