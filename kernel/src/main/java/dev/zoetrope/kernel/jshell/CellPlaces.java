package dev.zoetrope.kernel.jshell;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which cell and line each snippet came from. Thread-safe. */
final class CellPlaces {
  private record Start(int cell, int line) {}

  private final Map<String, Start> starts = new ConcurrentHashMap<>();

  /** Remembers that a snippet begins in this cell on this line, counted from 0. */
  void remember(String snippetId, int cell, int line) {
    starts.put(snippetId, new Start(cell, line));
  }

  /**
   * Where a line of a snippet is, as {@code In [7]:3}.
   *
   * @param line counted from 1
   */
  Optional<String> place(String snippetId, int line) {
    return Optional.ofNullable(starts.get(snippetId))
        .map(start -> "In [" + start.cell() + "]:" + (start.line() + line));
  }
}
