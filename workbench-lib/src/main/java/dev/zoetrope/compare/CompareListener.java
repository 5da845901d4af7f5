package dev.zoetrope.compare;

/**
 * Follows a comparison: a notebook's columns, a log. Each is called on a thread of its own, so that
 * a slow screen delays neither a socket nor the log.
 */
@FunctionalInterface
public interface CompareListener {
  /** Takes the next event; what it throws is logged and does not end the comparison. */
  void on(CompareEvent event);

  /**
   * Whether the comparison waits until this one has heard everything, however long it takes: for
   * those that keep what is told, and bound their waits themselves. Those that only show it are
   * left behind when they hang.
   */
  default boolean keeps() {
    return false;
  }
}
