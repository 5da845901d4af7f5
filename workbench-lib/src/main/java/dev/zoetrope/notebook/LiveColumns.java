package dev.zoetrope.notebook;

import dev.zoetrope.compare.CompareEvent;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.kernel.display.Display;
import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.metrics.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Columns of one comparison, which fill while the answers stream. Confined to its event thread. */
final class LiveColumns implements CompareListener {
  /** Ten pictures a second look live; more would only load the browser. */
  private static final long REDRAW_NANOS = 100_000_000;

  private final Displays displays;
  private final Ticker ticker;
  private Optional<Display> display = Optional.empty();
  private String order = "";
  private List<ColumnsView.Column> columns = List.of();
  private long drawnAt;

  LiveColumns(Displays displays, Ticker ticker) {
    this.displays = displays;
    this.ticker = ticker;
  }

  @Override
  public void on(CompareEvent event) {
    if (event instanceof CompareEvent.Planned planned) {
      begin(planned);
    } else if (event instanceof CompareEvent.Asked asked) {
      change(asked.slot().index(), ColumnsView.Column::asking);
      draw();
    } else if (event instanceof CompareEvent.Grew grew) {
      change(grew.slot().index(), column -> column.grown(grew.delta()));
      drawSometimes();
    } else if (event instanceof CompareEvent.Answered answered) {
      change(answered.answer().slot().index(), column -> column.ended(answered.answer()));
      draw();
    }
  }

  private void begin(CompareEvent.Planned planned) {
    order = planned.order();
    columns = planned.slots().stream().map(ColumnsView.Column::waiting).toList();
    display = Optional.of(displays.show(view()));
    drawnAt = ticker.nanos();
  }

  private void change(int index, UnaryOperator<ColumnsView.Column> how) {
    List<ColumnsView.Column> changed = new ArrayList<>(columns);
    changed.set(index, how.apply(changed.get(index)));
    columns = changed;
  }

  /** What is left out here is drawn when the answer ends. */
  private void drawSometimes() {
    if (ticker.nanos() - drawnAt >= REDRAW_NANOS) {
      draw();
    }
  }

  private void draw() {
    drawnAt = ticker.nanos();
    display.ifPresent(d -> d.update(view()));
  }

  private ColumnsView view() {
    return new ColumnsView(order, columns);
  }
}
