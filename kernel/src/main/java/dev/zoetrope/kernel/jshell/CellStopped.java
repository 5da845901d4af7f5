package dev.zoetrope.kernel.jshell;

/**
 * Thrown inside a cell when the user presses stop: an Error, so that code which catches every
 * Exception lets it through.
 */
public final class CellStopped extends Error {
  private static final String MESSAGE = "The cell was stopped.";

  CellStopped() {
    super(MESSAGE);
  }

  /**
   * Once more, from code that has caught it; without a stack, which takes long where it is deep.
   */
  CellStopped(CellStopped first) {
    super(MESSAGE, first, true, false);
  }
}
