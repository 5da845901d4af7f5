package dev.zoetrope.kernel.display;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A bar that shows how far a piece of work has come. It changes in place, at most ten times a
 * second however often it is told; where a front end cannot draw it, it is a line of text.
 *
 * <pre>{@code
 * try (Progress progress = displays.progress(files.size())) {
 *   for (Path file : files) { read(file); progress.step(); }
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Progress implements AutoCloseable {
  /** Faster than eyes and slower than what floods a page. */
  static final long PERIOD_MILLIS = 100;

  private final LiveDisplay display;
  private final Later later;
  private final LongSupplier clock;
  private final long started;
  private ProgressState state;
  private boolean waiting;
  private long shownAt;

  /** Runs something in a moment, on another thread. */
  @FunctionalInterface
  interface Later {
    void run(Runnable task, long millis);
  }

  Progress(LiveDisplay display, ProgressState state, Later later, LongSupplier clock) {
    this.display = display;
    this.state = state;
    this.later = later;
    this.clock = clock;
    this.started = clock.getAsLong();
    this.shownAt = started;
    display.show(bundle());
  }

  /** One more is done. */
  public Progress step() {
    return step(1);
  }

  /** So many more are done. */
  public synchronized Progress step(long more) {
    return change(state.at(state.done() + more));
  }

  /** So many are done in all. */
  public synchronized Progress at(long done) {
    return change(state.at(done));
  }

  /** What the work is at now; stands before the bar. */
  public synchronized Progress label(String label) {
    return change(state.label(requireNonNull(label, "label is null")));
  }

  private Progress change(ProgressState next) {
    if (state.isClosed() || next.equals(state)) {
      return this;
    }
    state = next;
    long wait = PERIOD_MILLIS - (clock.getAsLong() - shownAt) / 1_000_000;
    // The end is shown now: a moment later the cell may be over, and nobody may listen any more.
    if (wait <= 0 || state.isComplete()) {
      show();
    } else if (!waiting) {
      waiting = true;
      later.run(this::catchUp, wait);
    }
    return this;
  }

  /** Shows the last of what was told in between. */
  private synchronized void catchUp() {
    if (waiting) {
      show();
    }
  }

  private void show() {
    waiting = false;
    shownAt = clock.getAsLong();
    display.update(bundle());
  }

  private Map<String, Object> bundle() {
    return state.bundle(clock.getAsLong() - started);
  }

  /** Shows how far it has come, for good. */
  @Override
  public synchronized void close() {
    if (!state.isClosed()) {
      boolean told = state.isComplete() && !waiting;
      state = state.closed();
      if (!told) {
        show();
      }
    }
  }

  /** Shows this in its place, for good. */
  public synchronized void replace(Object value) {
    if (!state.isClosed()) {
      state = state.closed();
      waiting = false;
      display.update(requireNonNull(value, "value is null"));
    }
  }
}
