package dev.zoetrope.telemetry;

/** Whether an instrument was quick enough for a phase. */
public enum Verdict {
  /** The phase lasted at least five refreshes. */
  RESOLVED,
  /** Two to five refreshes: the bound says how sure it is. */
  PARTIAL,
  /** Shorter than two refreshes: one run says nothing; pool many. */
  UNRESOLVED;

  private static final double FULL = 5;
  private static final double SOME = 2;

  /** Of a phase of this length read by an instrument of this refresh period, both in seconds. */
  static Verdict of(double phase, double refresh) {
    if (phase >= FULL * refresh) {
      return RESOLVED;
    }
    return phase >= SOME * refresh ? PARTIAL : UNRESOLVED;
  }
}
