package dev.zoetrope;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.backend.CapabilityStore;
import dev.zoetrope.backend.SessionTurns;
import dev.zoetrope.backend.TurnQueue;
import dev.zoetrope.compare.CompareListener;
import dev.zoetrope.metrics.Ticker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a {@link Workbench} is made of.
 *
 * @param ticker the clock of all stamps
 * @param log the file of the one log
 * @param listeners make what hears of a comparison, one for each
 * @param turns where requests queue up; empty if each is sent at once
 * @param probes the folder for what probes of backends proved
 */
public record WorkbenchConfig(
    Ticker ticker,
    Path log,
    List<Supplier<? extends CompareListener>> listeners,
    Optional<SessionTurns> turns,
    Path probes) {
  public WorkbenchConfig {
    requireNonNull(ticker, "ticker is null");
    requireNonNull(log, "log is null");
    listeners = List.copyOf(listeners);
    requireNonNull(turns, "turns is null");
    requireNonNull(probes, "probes is null");
  }

  /** Without a queue; what probes prove is kept in the user's own folder for it. */
  public WorkbenchConfig(
      Ticker ticker, Path log, List<Supplier<? extends CompareListener>> listeners) {
    this(ticker, log, listeners, Optional.empty(), CapabilityStore.usualFolder(System.getenv()));
  }

  /**
   * The same with a queue that it shares with other workbenches.
   *
   * @param session its name there: sessions share each backend fairly
   */
  public WorkbenchConfig queue(TurnQueue queue, String session) {
    return new WorkbenchConfig(
        ticker, log, listeners, Optional.of(new SessionTurns(queue, session)), probes);
  }

  /**
   * The machine's clock, the log in {@code runs/log.jsonl} under the working folder, no listener.
   */
  public static WorkbenchConfig defaults() {
    return new WorkbenchConfig(Ticker.system(), Path.of("runs", "log.jsonl"), List.of());
  }

  /** The same with another log. */
  public WorkbenchConfig logTo(Path file) {
    return new WorkbenchConfig(ticker, file, listeners, turns, probes);
  }

  /** The same, with what probes prove kept in another folder. */
  public WorkbenchConfig probesIn(Path folder) {
    return new WorkbenchConfig(ticker, log, listeners, turns, folder);
  }

  /** The same with one more listener, made anew for each comparison. */
  public WorkbenchConfig listener(Supplier<? extends CompareListener> listener) {
    List<Supplier<? extends CompareListener>> all = new ArrayList<>(listeners);
    all.add(requireNonNull(listener, "listener is null"));
    return new WorkbenchConfig(ticker, log, all, turns, probes);
  }
}
