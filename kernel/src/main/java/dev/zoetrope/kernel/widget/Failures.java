package dev.zoetrope.kernel.widget;

import dev.zoetrope.kernel.display.CellOutput;

/** Shows that a listener of the user failed. Called on the comms' thread. */
@FunctionalInterface
public interface Failures {
  /** Shows the failure in this place. */
  void show(Throwable failure, CellOutput place);
}
