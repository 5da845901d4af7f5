package dev.zoetrope.backend;

/**
 * How tokens are chosen.
 *
 * @param maxTokens at most so many, at least 1
 * @param temperature 0 is greedy
 * @param seed for servers that take one
 * @param insisted whether somebody chose this temperature; else a model that refuses to be told one
 *     is asked without, and its numbers say so
 */
public record Sampling(int maxTokens, double temperature, long seed, boolean insisted) {
  public Sampling {
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1, is " + maxTokens);
    }
    if (!(temperature >= 0)) {
      throw new IllegalArgumentException("temperature must be at least 0, is " + temperature);
    }
  }

  /** At this temperature and no other. */
  public Sampling(int maxTokens, double temperature, long seed) {
    this(maxTokens, temperature, seed, true);
  }

  /** Greedy where the model lets itself be told, at most so many tokens, seed 0. */
  public static Sampling greedy(int maxTokens) {
    return new Sampling(maxTokens, 0, 0, false);
  }
}
