package dev.zoetrope.backend;

/** Why an answer ended. */
public enum FinishReason {
  /** The model ended it. */
  STOP,
  /** The token limit ended it. */
  LENGTH,
  /** The server's content filter ended it, or the model refused to answer. */
  CONTENT_FILTER,
  /** We ended it. */
  CANCELLED,
  /** The server gave a reason that is none of these. */
  OTHER
}
