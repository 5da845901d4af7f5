package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

/**
 * The energy of one phase.
 *
 * @param phase which
 * @param joules what the device took in it, all that it did included (gross)
 * @param bound the truth is expected within {@code joules ± bound}: the fit's residual, the
 *     boundaries' uncertainty and the sensor's gain error together
 * @param verdict whether the counter is quick enough for this phase; a number whose verdict is
 *     {@link Verdict#UNRESOLVED} must not be shown as a measurement of one run
 */
public record PhaseJoules(Phase phase, double joules, double bound, Verdict verdict) {
  public PhaseJoules {
    requireNonNull(phase, "phase is null");
    requireNonNull(verdict, "verdict is null");
  }
}
