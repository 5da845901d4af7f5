package dev.zoetrope.kernel.widget;

import dev.zoetrope.kernel.display.CellOutput;

/** Runs what users listen with. Called on the comms' thread. */
@FunctionalInterface
public interface Listeners {
  /** Runs the listener to its end; never throws: what it throws is shown in this place. */
  void run(Runnable listener, CellOutput place);
}
