package dev.zoetrope.backend;

/**
 * How tokens are chosen.
 *
 * @param maxTokens at most so many, at least 1
 * @param temperature 0 is greedy
 * @param seed for servers that take one
 */
public record Sampling(int maxTokens, double temperature, long seed) {
  public Sampling {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, is " + maxTokens);
    }
    if (!(temperature >= 0)) {
      throw new IllegalArgumentException("temperature must be at least 0, is " + temperature);
    }
  }

  /** Greedy, at most so many tokens, seed 0. */
  public static Sampling greedy(int maxTokens) {
    return new Sampling(maxTokens, 0, 0);
  }
}
