package dev.zoetrope.kernel.display;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows values in the cell that asks. Thread-safe.
 *
 * <pre>{@code
 * Display progress = displays.show("working");
 * progress.update("done"); // from any thread, also after the cell has ended
 * }</pre>
 */
public final class Displays {
  private final Screen screen;
  private final Renderers renderers;
  private final AtomicLong count = new AtomicLong();
  // Two kernels must not update each other's outputs in one saved notebook.
  private final String prefix =
      Long.toHexString(java.util.UUID.randomUUID().getMostSignificantBits());

  /** Displays on this screen, drawn by these renderers. */
  public Displays(Screen screen, Renderers renderers) {
    this.screen = requireNonNull(screen, "screen is null");
    this.renderers = requireNonNull(renderers, "renderers is null");
  }

  /** Shows a value as its renderer draws it. */
  public Display show(Object value) {
    return open(renderers.render(requireNonNull(value, "value is null")));
  }

  /** Shows data of one MIME type: a {@code String} or a {@code byte[]}. */
  public Display show(String mimeType, Object data) {
    requireNonNull(mimeType, "mimeType is null");
    return open(Bundles.of(mimeType, requireNonNull(data, "data is null")));
  }

  /**
   * Shows one thing in several forms, of which a front end takes the richest that it knows.
   *
   * @param byMimeType a {@code String}, a {@code byte[]} or, for JSON types, maps and lists each
   */
  public Display showData(Map<String, Object> byMimeType) {
    return open(Bundles.complete(requireNonNull(byMimeType, "byMimeType is null")));
  }

  /**
   * Removes the outputs of the cell; with {@code wait} only when its next output arrives, which
   * does not flicker.
   */
  public void clear(boolean wait) {
    screen.current().clear(wait);
  }

  /**
   * Shows a bar.
   *
   * @param total how much there is to do; 0 if nobody knows
   */
  public Progress progress(long total) {
    return progress("", total);
  }

  /**
   * Shows a bar.
   *
   * @param label stands before it
   * @param total how much there is to do; 0 if nobody knows
   */
  public Progress progress(String label, long total) {
    requireNonNull(label, "label is null");
    if (total < 0) {
      throw new IllegalArgumentException("total is less than 0: " + total);
    }
    CellOutput output = screen.current();
    ProgressState state = new ProgressState(label, 0, total, false);
    return new Progress(live(output), state, output::later, Nanos::now);
  }

  /** The elements, with a bar that shows how many of them have been taken. */
  public <T> Iterable<T> progress(Collection<T> elements) {
    requireNonNull(elements, "elements is null");
    return () -> new Watched<>(elements.iterator(), progress(elements.size()));
  }

  private Display open(Map<String, Object> bundle) {
    LiveDisplay display = live(screen.current());
    display.show(bundle);
    return display;
  }

  private LiveDisplay live(CellOutput output) {
    return new LiveDisplay(prefix + "-" + count.incrementAndGet(), output, renderers);
  }
}
