package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * Token counts as the server or the engine counted them; a count that was not told is empty.
 *
 * @param prompt all tokens of the prompt, cached and vision tokens included
 * @param cached how many of them came out of a prefix cache
 * @param completion generated tokens, reasoning included, the end token included where the server
 *     counts it
 * @param vision how many of the prompt's tokens stand for images
 * @param reasoning how many of the generated tokens were reasoning
 * @param visionByDifference whether {@code vision} is the difference to the same prompt without its
 *     images, and not a count of its own
 */
public record TokenUsage(
    OptionalInt prompt,
    OptionalInt cached,
    OptionalInt completion,
    OptionalInt vision,
    OptionalInt reasoning,
    boolean visionByDifference) {
  public TokenUsage {
    requireNonNull(prompt, "prompt is null");
    requireNonNull(cached, "cached is null");
    requireNonNull(completion, "completion is null");
    requireNonNull(vision, "vision is null");
    requireNonNull(reasoning, "reasoning is null");
  }

  /** Without a count of reasoning. */
  public TokenUsage(
      OptionalInt prompt, OptionalInt cached, OptionalInt completion, OptionalInt vision) {
    this(prompt, cached, completion, vision, OptionalInt.empty(), false);
  }

  /** Nothing told. */
  public static TokenUsage unknown() {
    return new TokenUsage(
        OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * The same without counts that cannot be: some servers say 0 for what they have not counted.
   *
   * @param said whether text was generated
   */
  public TokenUsage plausible(boolean said) {
    return new TokenUsage(
        counted(prompt),
        cached,
        said ? counted(completion) : completion,
        vision,
        reasoning,
        visionByDifference);
  }

  private static OptionalInt counted(OptionalInt tokens) {
    return tokens.orElse(0) > 0 ? tokens : OptionalInt.empty();
  }

  /** The same, with the vision tokens that a second count without the images showed. */
  public TokenUsage withVisionByDifference(int tokens) {
    return new TokenUsage(prompt, cached, completion, OptionalInt.of(tokens), reasoning, true);
  }

  /** The same, with what {@code later} tells put over it: some servers count in two pieces. */
  public TokenUsage then(TokenUsage later) {
    return new TokenUsage(
        later.prompt.isPresent() ? later.prompt : prompt,
        later.cached.isPresent() ? later.cached : cached,
        later.completion.isPresent() ? later.completion : completion,
        later.vision.isPresent() ? later.vision : vision,
        later.reasoning.isPresent() ? later.reasoning : reasoning,
        later.vision.isPresent() ? later.visionByDifference : visionByDifference);
  }
}
