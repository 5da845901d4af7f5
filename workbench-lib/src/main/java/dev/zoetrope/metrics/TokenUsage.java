package dev.zoetrope.metrics;

import java.util.OptionalInt;

/**
 * Token counts as the server or the engine counted them; a count that was not told is empty.
 *
 * @param prompt all tokens of the prompt, cached and vision tokens included
 * @param cached how many of them came out of a prefix cache
 * @param completion generated tokens, the end token included where the server counts it
 * @param vision how many of the prompt's tokens stand for images
 */
public record TokenUsage(
    OptionalInt prompt, OptionalInt cached, OptionalInt completion, OptionalInt vision) {
  /** Nothing told. */
  public static TokenUsage unknown() {
    return new TokenUsage(
        OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }
}
