package dev.zoetrope.kernel.display;

import static java.util.Objects.requireNonNull;

/**
 * How an expected failure looks in a notebook: no stack, one line that says what happened and one
 * that says what to do next.
 *
 * @param name a short name of the kind of failure, for example {@code BackendUnreachable}
 * @param message one sentence: what happened
 * @param nextStep one sentence: what to do next; empty if there is nothing to add
 */
public record ErrorFace(String name, String message, String nextStep) {
  /** Checks that nothing is null. */
  public ErrorFace {
    requireNonNull(name, "name is null");
    requireNonNull(message, "message is null");
    requireNonNull(nextStep, "nextStep is null");
  }

  /** Implemented by exceptions that know their own face. */
  @FunctionalInterface
  public interface Owner {
    /** The face of this exception. */
    ErrorFace face();
  }
}
