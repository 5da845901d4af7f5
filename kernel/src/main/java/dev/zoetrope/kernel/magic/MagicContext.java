package dev.zoetrope.kernel.magic;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.kernel.display.CellOutput;
import dev.zoetrope.kernel.display.Displays;

/**
 * What a magic works with.
 *
 * @param session the Java session
 * @param displays shows values in the cell
 * @param output the cell's text
 */
public record MagicContext(CellSession session, Displays displays, CellOutput output) {
  /** Checks that nothing is null. */
  public MagicContext {
    requireNonNull(session, "session is null");
    requireNonNull(displays, "displays is null");
    requireNonNull(output, "output is null");
  }
}
