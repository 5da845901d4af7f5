package dev.zoetrope.capture;

import java.util.List;

/**
 * SplitMix64: small, and the same in every language, so that a seed means the same scene to the
 * trainer of the embedded model. Confined to one thread.
 */
final class Dice {
  static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  Dice(long seed) {
    this.state = seed;
  }

  /** From 0 up to one less than this. */
  int below(int sides) {
    state += GAMMA;
    return (int) ((mix(state) >>> 33) % sides);
  }

  /** Both ends included. */
  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** One of so many hundredths. */
  boolean luck(int percent) {
    return below(100) < percent;
  }

  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
