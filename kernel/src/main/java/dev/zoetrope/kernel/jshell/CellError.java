package dev.zoetrope.kernel.jshell;

import java.util.List;

/**
 * Why a cell ended early, in words for people.
 *
 * @param name the kind of error, for example {@code IllegalStateException}
 * @param message one line
 * @param trace the lines to show, with terminal colours that read on light and dark
 */
public record CellError(String name, String message, List<String> trace) {
  static final String STOPPED = "Interrupted";

  /** Copies the lines. */
  public CellError {
    trace = List.copyOf(trace);
  }

  /** Whether the user stopped it. */
  public boolean isStop() {
    return name.equals(STOPPED);
  }
}
