package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Samples;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run's numbers have to be held against: what this client adds by itself, and how busy it
 * was.
 *
 * @param calibration taken before the run, at its concurrency
 * @param cpuShare of the client's threads while it ran; 1 is one core
 */
public record Calibrated(Calibration calibration, double cpuShare) {
  /** From here on what the client adds is part of the result. */
  private static final double FLOOR_SHARE = 0.1;

  /** Of one core: a client that is busier than this is late by itself. */
  private static final double BUSY = 0.7;

  public Calibrated {
    requireNonNull(calibration, "calibration is null");
  }

  /**
   * A warning if this client adds more than a tenth to such a time to first token.
   *
   * @param what the number's name in the sentence
   */
  public Optional<String> ttftFloor(String what, double millis) {
    return floor(what, millis, calibration.ttftMillis());
  }

  /** The same of a time that counts from the call, as a comparison's do. */
  public Optional<String> calledTtftFloor(String what, double millis) {
    return floor(what, millis, calibration.calledTtftMillis());
  }

  /** A warning if this client is off by more than a tenth of such a gap between pieces. */
  public Optional<String> gapFloor(String what, double millis) {
    return floor(what, millis, calibration.gapMillis());
  }

  private static Optional<String> floor(String what, double measured, Samples floor) {
    return floor
        .percentile(0.5)
        .map(Samples.Percentile::value)
        .filter(adds -> adds > FLOOR_SHARE * measured)
        .map(
            adds ->
                String.format(
                    Locale.ROOT,
                    "FLOOR: of the %s of %.2f ms this client adds %.2f ms by itself",
                    what,
                    measured,
                    adds));
  }

  /** A warning if the client's threads used more than 70 % of a core. */
  public Optional<String> busy() {
    return cpuShare > BUSY
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "CLIENT BUSY: it used %.0f %% of a core; take a lower concurrency or a larger"
                    + " machine",
                cpuShare * 100))
        : Optional.empty();
  }

  /**
   * The warning about an engine or server that runs where the client does.
   *
   * @param who names it
   */
  public static String sameMachine(String who) {
    return "SAME MACHINE: " + who + " shares this machine's processors with the client";
  }
}
