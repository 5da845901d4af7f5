package dev.zoetrope.experiment;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** What one lane asks, one after the other. Thread-safe: several workers may take from it. */
final class Turn {
  private final Plan plan;
  private final Cells cells;
  private final List<Integer> backends;
  private final IntUnaryOperator lot;
  private int next;

  /**
   * @param backends of the lane, by their place in the plan
   */
  Turn(Plan plan, Cells cells, List<Integer> backends) {
    this.plan = plan;
    this.cells = cells;
    this.backends = backends;
    this.lot =
        plan.schedule().sequence() == Plan.Sequence.SHUFFLED
            ? shuffled(size(), plan.schedule().seed())
            : n -> n;
  }

  private int size() {
    return cells.rounds() * backends.size();
  }

  List<Integer> backends() {
    return backends;
  }

  /** The next request; empty after the last. */
  synchronized Optional<Cell> next() {
    return next == size() ? Optional.empty() : Optional.of(at(lot.applyAsInt(next++)));
  }

  private Cell at(int n) {
    return plan.schedule().sequence() == Plan.Sequence.BY_BACKEND
        ? cells.at(n % cells.rounds(), backends.get(n / cells.rounds()))
        : interleaved(n / backends.size(), n % backends.size());
  }

  /**
   * Round n begins with the lane's backend (seed + n): whoever always goes first would always find
   * the machine cool.
   */
  private Cell interleaved(int round, int n) {
    int turned = (int) Math.floorMod(plan.schedule().seed() + round + n, (long) backends.size());
    return cells.at(round, backends.get(turned));
  }

  private static IntUnaryOperator shuffled(int size, long seed) {
    int[] lots = IntStream.range(0, size).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = lots[i];
      lots[i] = lots[other];
      lots[other] = kept;
    }
    return n -> lots[n];
  }
}
