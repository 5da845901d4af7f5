package dev.zoetrope.capture;

/** Where a live source stands. */
public enum SourceState {
  /** It is being connected to for the first time. */
  OPENING,
  /** Pictures come. */
  LIVE,
  /** No picture came for longer than the source may be silent. */
  STALLED,
  /** The connection was lost, or given up after a stall; another one is being tried. */
  RECONNECTING,
  /** It came to its end by itself. */
  ENDED,
  /** It cannot be opened, or not again; the event tells why. */
  FAILED,
  /** Somebody closed it. */
  CLOSED;

  /** Whether no more pictures will come. */
  public boolean over() {
    return this == ENDED || this == FAILED || this == CLOSED;
  }
}
