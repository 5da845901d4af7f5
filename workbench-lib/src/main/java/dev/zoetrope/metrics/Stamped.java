package dev.zoetrope.metrics;

/** The provenance of what this side stamped. */
final class Stamped {
  /** Why a number is absent that only the server could tell. */
  static final String UNTOLD = "the server does not tell";

  /** Why there is no rate: nobody counted the answer's tokens. */
  static final String NO_COUNT = "the server counted no tokens, and a delta is not a token";

  /** Why there is no rate: which of the prompt's tokens were read is not known. */
  static final String NO_PROMPT_COUNT = "no prompt tokens were counted";

  /** Why this side's stamps give no rate. */
  static final String BURST = "burst";

  /** Likewise. */
  static final String FEW_PIECES = "too few pieces for so many tokens";

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
