package dev.zoetrope.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A board at 70 W answers: 80 ms at 400 W, 120 ms at 650 W, one second at 350 W, then idle. */
class PhaseEnergyTest {
  private static final int RUNS = 200;

  @ParameterizedTest
  @ValueSource(ints = {20, 50, 100})
  void aPrefillOf110JoulesIsReadWithinTwo(int refreshMillis) {
    for (int seed = 0; seed < RUNS; seed++) {
      SimulatedBoard board = new SimulatedBoard(seed, refreshMillis, 7);
      assertThat(prefill(board).joules())
          .as("refresh %d ms, seed %d", refreshMillis, seed)
          .isCloseTo(board.prefillJoules(), within(2.0));
    }
  }

  @Test
  void theNaiveDifferenceOfTwoReadsLosesAQuarterOfIt() {
    double lost =
        IntStream.range(0, RUNS)
            .mapToObj(seed -> new SimulatedBoard(seed, 100, 7))
            .mapToDouble(board -> board.prefillJoules() - board.naiveJoules())
            .average()
            .orElseThrow();
    assertThat(lost).isBetween(24.0, 34.0);
  }

  @ParameterizedTest
  @CsvSource({"20, 0", "50, 0", "100, 0", "100, 5", "50, 5"})
  void theTruthLiesInsideThePrintedBound(int refreshMillis, int boundaryMillis) {
    long inside =
        IntStream.range(0, RUNS)
            .mapToObj(seed -> new SimulatedBoard(seed, refreshMillis, 7, boundaryMillis, 0.04))
            .filter(
                board ->
                    Math.abs(prefill(board).joules() - board.prefillJoules())
                        <= prefill(board).bound())
            .count();
    assertThat(inside).isGreaterThanOrEqualTo(RUNS * 95 / 100);
  }

  @Test
  void aDecodeOfOneSecondIsItsPowerTimesItsLength() {
    SimulatedBoard board = new SimulatedBoard(3, 100, 7);
    PhaseJoules decode = PhaseEnergy.of(board.phases(), board.reads()).orElseThrow().get(1);
    assertThat(decode.joules()).isCloseTo(350, within(5.0));
    assertThat(decode.verdict()).isEqualTo(Verdict.RESOLVED);
  }

  @ParameterizedTest
  @CsvSource({"20, RESOLVED", "50, PARTIAL", "100, PARTIAL", "150, UNRESOLVED"})
  void theVerdictSaysHowManyRefreshesAPhaseHeld(int refreshMillis, Verdict verdict) {
    assertThat(prefill(new SimulatedBoard(1, refreshMillis, 7)).verdict()).isEqualTo(verdict);
  }

  @Test
  void aCounterThatNeverChangedSaysNothing() {
    List<CounterRead> reads = List.of(new CounterRead(0, 5), new CounterRead(1_000_000, 5));
    assertThat(PhaseEnergy.of(List.of(new Phase("prefill", 0, 1_000_000, 0)), reads)).isEmpty();
  }

  @Test
  void aPhaseThatNoIntervalTouchesIsNotGuessed() {
    SimulatedBoard board = new SimulatedBoard(1, 100, 7);
    Phase later = new Phase("prefill", 60_000_000_000L, 60_200_000_000L, 0);
    assertThat(PhaseEnergy.of(List.of(later), board.reads())).isEmpty();
  }

  private static PhaseJoules prefill(SimulatedBoard board) {
    return PhaseEnergy.of(board.phases(), board.reads()).orElseThrow().get(0);
  }
}
