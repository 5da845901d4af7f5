package dev.zoetrope.kernel.magic;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.kernel.display.ErrorFace;

/** A magic could not do what it was told; shown as two sentences, without a stack. */
public final class MagicException extends RuntimeException implements ErrorFace.Owner {
  private final String nextStep;

  /**
   * A failure.
   *
   * @param message one sentence: what happened
   * @param nextStep one sentence: what to do next; empty if there is nothing to add
   */
  public MagicException(String message, String nextStep) {
    super(requireNonNull(message, "message is null"));
    this.nextStep = requireNonNull(nextStep, "nextStep is null");
  }

  /** A failure that comes from another one. */
  public MagicException(String message, String nextStep, Throwable cause) {
    super(requireNonNull(message, "message is null"), cause);
    this.nextStep = requireNonNull(nextStep, "nextStep is null");
  }

  @Override
  public ErrorFace face() {
    return new ErrorFace("MagicError", String.valueOf(getMessage()), nextStep);
  }
}
