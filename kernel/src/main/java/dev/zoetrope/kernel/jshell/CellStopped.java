package dev.zoetrope.kernel.jshell;

/**
 * Thrown inside a cell when the user presses stop: an Error, so that code which catches every
 * Exception lets it through.
 */
public final class CellStopped extends Error {
  CellStopped() {
    super("The cell was stopped.");
  }
}
