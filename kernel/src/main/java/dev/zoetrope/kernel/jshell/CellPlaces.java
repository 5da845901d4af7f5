package dev.zoetrope.kernel.jshell;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which cell and line each snippet came from. Thread-safe. */
final class CellPlaces {
  private record Start(String source, int line) {}

  private final Map<String, Start> starts = new ConcurrentHashMap<>();

  /**
   * Remembers where a snippet begins.
   *
   * @param source the cell, as {@code In [7]}, or the name of a file
   * @param line counted from 0
   */
  void remember(String snippetId, String source, int line) {
    starts.put(snippetId, new Start(source, line));
  }

  /**
   * Where a line of a snippet is, as {@code In [7]:3}.
   *
   * @param line counted from 1
   */
  Optional<String> place(String snippetId, int line) {
    return Optional.ofNullable(starts.get(snippetId))
        .map(start -> start.source() + ":" + (start.line() + line));
  }
}
