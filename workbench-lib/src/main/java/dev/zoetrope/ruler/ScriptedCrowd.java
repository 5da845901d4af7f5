package dev.zoetrope.ruler;

import dev.zoetrope.metrics.Ticker;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** What the answers of one server share: slots, prompts seen, and how many run. Thread-safe. */
final class ScriptedCrowd {
  private final Optional<Semaphore> slots;
  private final Ticker ticker;
  private final Pacer pacer;
  private final AtomicInteger running = new AtomicInteger();
  private final Set<Integer> prompts = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Long> entered = new ThreadLocal<>();

  ScriptedCrowd(ServerScript.Crowd crowd, Ticker ticker) {
    this.slots =
        crowd.slots().isPresent()
            ? Optional.of(new Semaphore(crowd.slots().getAsInt(), true))
            : Optional.empty();
    this.ticker = ticker;
    this.pacer = new Pacer(ticker);
  }

  /** Waits for a slot, first come first served. */
  void enter() throws InterruptedException {
    if (slots.isEmpty() || slots.get().tryAcquire()) {
      entered.remove();
    } else {
      slots.get().acquire();
      entered.set(ticker.nanos());
    }
    running.incrementAndGet();
  }

  /** When this thread's request got its slot; long ago if it never waited. */
  long entered() {
    Long at = entered.get();
    return at == null ? Long.MIN_VALUE : at;
  }

  void leave() {
    running.decrementAndGet();
    slots.ifPresent(Semaphore::release);
  }

  int others() {
    return Math.max(0, running.get() - 1);
  }

  /** Whether this prompt is new. */
  boolean remember(int prompt) {
    return prompts.add(prompt);
  }

  void until(long due) {
    pacer.until(due, running.get());
  }
}
