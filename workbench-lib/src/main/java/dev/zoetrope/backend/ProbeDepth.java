package dev.zoetrope.backend;

/** How far a probe goes. */
public enum ProbeDepth {
  /** At most four pictures in a question, nothing that must overflow, no timing of pictures. */
  SHORT,
  /** Up to 64 pictures in a question, and a prompt longer than the context. */
  FULL
}
