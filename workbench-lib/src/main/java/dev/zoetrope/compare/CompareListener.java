package dev.zoetrope.compare;

/**
 * Follows a comparison: a notebook's columns, a log. Called on a thread of its own, so that a slow
 * screen never delays a socket.
 */
@FunctionalInterface
public interface CompareListener {
  /** Takes the next event; what it throws is logged and does not end the comparison. */
  void on(CompareEvent event);
}
