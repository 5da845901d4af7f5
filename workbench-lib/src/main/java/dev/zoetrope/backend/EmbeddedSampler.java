package dev.zoetrope.backend;

import java.util.SplittableRandom;

/** Picks the next token from its scores. Confined to one answer's thread. */
final class EmbeddedSampler {
  private final double temperature;
  private final SplittableRandom random;

  EmbeddedSampler(Sampling sampling) {
    temperature = sampling.temperature();
    random = new SplittableRandom(sampling.seed());
  }

  /** The best token at temperature 0, else one by chance, the same ones for the same seed. */
  int pick(float[] scores) {
    int best = best(scores);
    return temperature == 0 ? best : draw(scores, scores[best]);
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private int draw(float[] scores, float top) {
    double[] weights = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      weights[i] = Math.exp((scores[i] - top) / temperature);
      sum += weights[i];
    }
    double left = random.nextDouble() * sum;
    int token = 0;
    while (token < weights.length - 1 && left >= weights[token]) {
      left -= weights[token++];
    }
    return token;
  }
}
