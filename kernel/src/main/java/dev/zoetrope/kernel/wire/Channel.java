package dev.zoetrope.kernel.wire;

/** The sockets on which a client asks. */
public enum Channel {
  /** Cells, editor help and comms. */
  SHELL,
  /** Interrupt and shutdown, which must not wait behind a cell. */
  CONTROL,
  /** Answers to the kernel's own questions. */
  STDIN
}
