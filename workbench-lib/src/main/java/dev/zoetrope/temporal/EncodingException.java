package dev.zoetrope.temporal;

/**
 * A window cannot be shown in this way; the message is one sentence that says what to do next. For
 * the command line this is a mistake in usage.
 */
public final class EncodingException extends IllegalArgumentException {
  /** For encodings that users write, too. */
  public EncodingException(String message) {
    super(message);
  }
}
