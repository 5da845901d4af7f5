package dev.zoetrope.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A board whose true power is known at every millisecond, behind a counter that is refreshed late.
 */
final class SimulatedBoard {
  private static final int MILLIS = 4500;

  private final double[] energy = new double[MILLIS + 1];
  private final double begin;
  private final double offset;
  private final int refresh;
  private final int boundary;
  private final double gain;
  private final int boundaryError;
  private final List<CounterRead> reads = new ArrayList<>();

  SimulatedBoard(int seed, int refreshMillis, int pollMillis) {
    this(seed, refreshMillis, pollMillis, 0, 0);
  }

  /** With boundaries that are told wrongly by up to {@code boundaryMillis}, and a sensor's gain. */
  SimulatedBoard(int seed, int refreshMillis, int pollMillis, int boundaryMillis, double maxGain) {
    Random random = new Random(seed);
    refresh = refreshMillis;
    boundary = boundaryMillis;
    offset = random.nextInt(refreshMillis);
    begin = 2000 + random.nextInt(100);
    gain = 1 + maxGain * (2 * random.nextDouble() - 1);
    boundaryError =
        boundaryMillis == 0 ? 0 : random.nextInt(2 * boundaryMillis + 1) - boundaryMillis;
    burn(random);
    poll(pollMillis, random);
  }

  private void burn(Random random) {
    for (int ms = 0; ms < MILLIS; ms++) {
      double watts = watts(ms - begin) + 50 * random.nextDouble() - 25;
      energy[ms + 1] = energy[ms] + watts / 1000;
    }
  }

  private static double watts(double sinceBegin) {
    if (sinceBegin < 0 || sinceBegin >= 1200) {
      return 70;
    }
    if (sinceBegin < 80) {
      return 400;
    }
    return sinceBegin < 200 ? 650 : 350;
  }

  /** Polls that come a little late, as a busy machine's do. */
  private void poll(int pollMillis, Random random) {
    for (double ms = 0; ms < MILLIS - 50; ms += pollMillis + random.nextDouble()) {
      reads.add(new CounterRead((long) (ms * 1e6), counter(ms)));
    }
  }

  private double counter(double ms) {
    double refreshed = offset + Math.floor((ms - offset) / refresh) * refresh;
    return gain * energy[(int) Math.max(0, refreshed)];
  }

  double prefillJoules() {
    return energy[(int) begin + 200] - energy[(int) begin];
  }

  double naiveJoules() {
    return counter(begin + 200) - counter(begin);
  }

  List<CounterRead> reads() {
    return reads;
  }

  /** As the client's stamps tell them. */
  List<Phase> phases() {
    long from = (long) ((begin + boundaryError) * 1e6);
    long bound = boundary * 1_000_000L;
    return List.of(
        new Phase("prefill", from, from + 200_000_000L, bound),
        new Phase("decode", from + 200_000_000L, from + 1_200_000_000L, bound));
  }
}
