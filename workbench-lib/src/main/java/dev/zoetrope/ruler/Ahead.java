package dev.zoetrope.ruler;

import dev.zoetrope.backend.TokenStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Has questions ready before they are asked. Making a body costs more than sending it; where many
 * ask in one burst, one's making would delay another's sending. Whoever opens it closes it, which
 * closes the questions that nobody took.
 */
final class Ahead implements AutoCloseable {
  private final ExecutorService maker =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "zoetrope-load-ahead");
            thread.setDaemon(true);
            return thread;
          });
  private final Queue<Future<Ready>> waiting = new ConcurrentLinkedQueue<>();
  private final Supplier<Ready> make;

  /** A question that was not asked yet. */
  record Ready(String id, TokenStream stream) {}

  Ahead(int several, Supplier<Ready> make) {
    this.make = make;
    for (int i = 0; i < several; i++) {
      another();
    }
  }

  /** Makes one more; not while one is being sent, which it would delay. */
  void another() {
    waiting.add(maker.submit(make::get));
  }

  /** Waits until all that were wanted at first are there. */
  void await() throws InterruptedException {
    for (Future<Ready> each : waiting) {
      got(each);
    }
  }

  /** The next one, made now if none was made ahead. */
  Ready next() throws InterruptedException {
    Future<Ready> first = waiting.poll();
    while (first == null) {
      another();
      first = waiting.poll();
    }
    return got(first);
  }

  private static Ready got(Future<Ready> made) throws InterruptedException {
    try {
      return made.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a question could not be made", e.getCause());
    }
  }

  @Override
  public void close() {
    maker.shutdown();
    for (Future<Ready> each = waiting.poll(); each != null; each = waiting.poll()) {
      discard(each);
    }
  }

  private static void discard(Future<Ready> made) {
    if (!made.cancel(false)) {
      try {
        made.get().stream().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a question could not be made", e.getCause());
      }
    }
  }
}
