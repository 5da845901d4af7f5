package dev.zoetrope.capture;

/** Who says when a live picture was taken. */
public enum TimeOrigin {
  /** The source stamped it. */
  SOURCE,
  /** The source's stamps mean nothing, so it is the moment at which this process had it. */
  ARRIVAL
}
