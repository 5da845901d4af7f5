package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

/**
 * What was found out about one trait.
 *
 * @param evidence what was seen, or why it is not known; one short sentence, which may quote a
 *     server and so is hostile
 */
public record Finding(Trait trait, Verdict verdict, String evidence) {
  public Finding {
    requireNonNull(trait, "trait is null");
    requireNonNull(verdict, "verdict is null");
    requireNonNull(evidence, "evidence is null");
  }

  /** What the evidence says. */
  public enum Verdict {
    /** It was seen to be so. */
    YES,
    /** It was seen not to be so. */
    NO,
    /** It was not tried, or what came proves nothing. */
    UNKNOWN
  }

  static Finding yes(Trait trait, String evidence) {
    return new Finding(trait, Verdict.YES, evidence);
  }

  static Finding no(Trait trait, String evidence) {
    return new Finding(trait, Verdict.NO, evidence);
  }

  static Finding unknown(Trait trait, String reason) {
    return new Finding(trait, Verdict.UNKNOWN, reason);
  }
}
