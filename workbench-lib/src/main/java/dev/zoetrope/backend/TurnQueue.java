package dev.zoetrope.backend;

/**
 * Whose turn it is at a backend that many ask. {@link FairTurns} is the queue of one process; one
 * that several processes share can stand behind the same interface.
 *
 * <p>Thread-safe.
 */
public interface TurnQueue {
  /**
   * Queues up. Never blocks.
   *
   * @param backend its URI
   * @param session on whose behalf; sessions share a backend fairly, however much each asks
   */
  Ticket enter(String backend, String session);

  /** A place in the queue, then the turn itself. */
  interface Ticket extends AutoCloseable {
    /**
     * Waits for the turn.
     *
     * @return whether it came; not if the ticket was closed meanwhile
     * @throws BackendException.Overloaded if it did not come within the queue's patience
     * @throws InterruptedException if the calling thread was interrupted; the place is given up
     */
    boolean await() throws InterruptedException;

    /** Gives up the place or the turn, from any thread. Idempotent. */
    @Override
    void close();
  }
}
