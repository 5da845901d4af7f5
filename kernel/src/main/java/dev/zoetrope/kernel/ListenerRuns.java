package dev.zoetrope.kernel;

import dev.zoetrope.kernel.display.CellOutput;
import dev.zoetrope.kernel.jshell.CellError;
import dev.zoetrope.kernel.jshell.JavaSession;
import dev.zoetrope.kernel.widget.Listeners;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs listeners of widgets beside the cells, and shows what they throw below the cell of their
 * widget. Confined to the comms' lane.
 */
final class ListenerRuns implements Listeners {
  private final Supplier<JavaSession> session;
  private final Lane lane;
  private boolean skipping;

  /**
   * @param session waits until it is ready
   */
  ListenerRuns(Supplier<JavaSession> session, Lane lane) {
    this.session = session;
    this.lane = lane;
  }

  @Override
  public void run(Runnable listener, CellOutput place) {
    if (skipping) {
      return;
    }
    Optional<CellError> error = session.get().listen(listener, note -> place.print("stderr", note));
    error.ifPresent(e -> show(e, place));
    if (error.filter(CellError::isStop).isPresent()) {
      skipWhatWaits();
    }
  }

  /** Whoever pressed stop in front of a page that hangs has clicked more than once. */
  private void skipWhatWaits() {
    skipping = true;
    lane.run(() -> skipping = false);
  }

  private static void show(CellError error, CellOutput place) {
    List<String> trace = new ArrayList<>(error.trace());
    trace.set(0, "In a widget's listener: " + trace.get(0));
    place.error(error.name(), error.message(), trace);
  }
}
