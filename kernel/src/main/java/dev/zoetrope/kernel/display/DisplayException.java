package dev.zoetrope.kernel.display;

/** A renderer failed on a value; the cause says how. */
public final class DisplayException extends RuntimeException {
  DisplayException(Object value, Exception cause) {
    super("Cannot draw a " + value.getClass().getName() + ": " + cause, cause);
  }
}
