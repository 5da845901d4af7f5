package dev.zoetrope.notebook;

import dev.zoetrope.compare.CompareEvent;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.compare.LiveEvent;
import dev.zoetrope.compare.LiveView;
import dev.zoetrope.kernel.display.Display;
import dev.zoetrope.kernel.display.Displays;
import java.util.Optional;

/**
 * The columns of a live session, drawn in place as often as it tells how it stands; at its end its
 * table takes their place, so that no old answer looks like a new one. Confined to its event
 * thread.
 */
final class LivePanel implements CompareListener {
  private final Displays displays;
  private Optional<Display> display = Optional.empty();
  private Optional<LiveView> drawn = Optional.empty();

  LivePanel(Displays displays) {
    this.displays = displays;
  }

  @Override
  public void on(CompareEvent event) {
    if (event instanceof LiveEvent.Pulse pulse) {
      draw(pulse.view());
    } else if (event instanceof LiveEvent.Ended ended) {
      display.ifPresent(d -> d.update(ended.report()));
    }
  }

  private void draw(LiveView view) {
    if (display.isEmpty()) {
      display = Optional.of(displays.show(view));
    } else if (!drawn.equals(Optional.of(view))) {
      display.get().update(view);
    }
    drawn = Optional.of(view);
  }
}
