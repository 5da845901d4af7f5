package dev.zoetrope;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.metrics.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a {@link Workbench} is made of.
 *
 * @param ticker the clock of all stamps
 * @param log the file of the one log
 * @param listeners make what hears of a comparison, one for each
 */
public record WorkbenchConfig(
    Ticker ticker, Path log, List<Supplier<? extends CompareListener>> listeners) {
  public WorkbenchConfig {
    requireNonNull(ticker, "ticker is null");
    requireNonNull(log, "log is null");
    listeners = List.copyOf(listeners);
  }

  /**
   * The machine's clock, the log in {@code runs/log.jsonl} under the working folder, no listener.
   */
  public static WorkbenchConfig defaults() {
    return new WorkbenchConfig(Ticker.system(), Path.of("runs", "log.jsonl"), List.of());
  }

  /** The same with another log. */
  public WorkbenchConfig logTo(Path file) {
    return new WorkbenchConfig(ticker, file, listeners);
  }

  /** The same with one more listener, made anew for each comparison. */
  public WorkbenchConfig listener(Supplier<? extends CompareListener> listener) {
    List<Supplier<? extends CompareListener>> all = new ArrayList<>(listeners);
    all.add(requireNonNull(listener, "listener is null"));
    return new WorkbenchConfig(ticker, log, all);
  }
}
