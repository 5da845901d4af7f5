package dev.zoetrope.compare;

/** Who is asked when. */
public enum AskOrder {
  /** Backends that share a host in turn, in rotated order; hosts at once. */
  BY_HOST,
  /** One after the other, in rotated order. */
  IN_TURN,
  /** All backends at once; on one machine that measures contention too. */
  AT_ONCE
}
