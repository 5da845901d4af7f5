package dev.zoetrope.experiment;

/** What a {@link Rule} makes of an answer. */
public enum Verdict {
  /** The answer says one thing, and it is the right one. */
  CORRECT,
  /** The answer says one thing, and it is another one. */
  WRONG,
  /** The rule cannot tell what the answer says: none of the words, several, a refusal, a flood. */
  UNMATCHED
}
