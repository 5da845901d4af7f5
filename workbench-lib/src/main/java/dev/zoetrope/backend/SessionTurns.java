package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

/**
 * One session's way into a queue.
 *
 * @param queue shared with whom it shares its backends
 * @param session its name there
 */
public record SessionTurns(TurnQueue queue, String session) {
  public SessionTurns {
    requireNonNull(queue, "queue is null");
    requireNonNull(session, "session is null");
  }
}
