package dev.zoetrope.metrics;

/** The provenance of what this side stamped. */
final class Stamped {
  /** Why a number is absent that only the server could tell. */
  static final String UNTOLD = "the server does not tell";

  private Stamped() {}

  static Provenance by(Observation o, String formula) {
    return new Provenance(
        inProcess(o) ? Provenance.Kind.MEASURED_IN_PROCESS : Provenance.Kind.CLIENT_OBSERVED,
        formula);
  }

  static boolean inProcess(Observation o) {
    return o.timeline().origin() == Timeline.Origin.IN_PROCESS;
  }
}
