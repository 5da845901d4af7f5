package dev.zoetrope.backend;

import java.util.function.Consumer;

/** One running answer. One reader thread; {@link #close()} may come from any thread at any time. */
public interface TokenStream extends AutoCloseable {
  /**
   * Sends the request and blocks until the answer ends. Every event is stamped before it is parsed
   * and given to the sink on the calling thread, which must be quick: it stands between two reads.
   *
   * @return the answer; after {@link #close()} from another thread what had come, marked {@link
   *     FinishReason#CANCELLED}
   * @throws BackendException if the backend failed; {@link BackendException#partialText()} keeps
   *     what had come
   * @throws InterruptedException if the calling thread was interrupted; the request is cancelled
   */
  Completion read(Consumer<? super TokenEvent> sink) throws InterruptedException;

  /**
   * Cancels what still runs, closes the socket or stops the engine within 200 ms, frees.
   * Idempotent.
   */
  @Override
  void close();
}
