package dev.zoetrope.kernel.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BenchTest {
  private static final BenchMachine.Reading QUIET = new BenchMachine.Reading(0, 0, 0, 0);

  /** A machine that never does anything else. */
  private static final class QuietMachine extends BenchMachine {
    @Override
    Reading read() {
      return QUIET;
    }
  }

  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();

  @AfterEach
  void interruptsAreAnswered() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private Bench bench(BenchCode.Body body) {
    return new Bench(body, clock::get, new QuietMachine());
  }

  private Object oneMillisecond() {
    calls.incrementAndGet();
    return clock.addAndGet(calls.get() == 1 ? 50_000_000 : 1_000_000);
  }

  @Test
  void theColdCallIsNoPartOfTheMean() throws Exception {
    BenchResult result = bench(this::oneMillisecond).measure(10, 0, 1);

    assertThat(result.mean()).isCloseTo(1_000_000, within(1.0));
    assertThat(result.deviation()).isCloseTo(0, within(1.0));
    assertThat(result.firstCall()).isEqualTo(50_000_000);
    assertThat(result.warmUp().loops()).isBetween(20L, 30L);
    assertThat(result.warmUp().nanos()).isGreaterThanOrEqualTo(1_000_000_000);
    assertThat(result.text())
        .startsWith("1.00 ms ± 0.00 ns a call, mean ± sd of 10 runs of ")
        .contains("first call 50.0 ms; warm-up 1.0");
  }

  @Test
  void chosenLoopsAndNoWarmUpAreKept() throws Exception {
    BenchResult result = bench(this::oneMillisecond).measure(3, 7, 0);

    assertThat(calls.get()).isEqualTo(1 + 3 * 7);
    assertThat(result.warmUp().calls()).isZero();
  }

  @Test
  void oneSlowCallIsNotRepeatedToWarmUp() throws Exception {
    BenchResult result =
        bench(
                () -> {
                  calls.incrementAndGet();
                  return clock.addAndGet(3_000_000_000L);
                })
            .measure(2, 0, 1);

    assertThat(calls.get()).isEqualTo(3);
    assertThat(result.text()).contains("3.00 s ±").contains("no warm-up, since");
  }

  @Test
  void whatDisturbedTheRunsIsSaid() {
    Bench.WarmUp warmUp = new Bench.WarmUp(100, 1_000, 5_000_000);
    BenchResult noisy =
        new BenchResult(
            List.of(100.0, 200.0), 300, warmUp, new BenchMachine.Reading(12, 3, 40, 6_400));
    BenchResult empty = new BenchResult(List.of(1.0, 1.0), 300, warmUp, QUIET);

    assertThat(noisy.text())
        .contains("JIT compiler worked for 12 ms", "collected 3 times", "differ much", "32 bytes");
    assertThat(empty.text()).contains("So short").doesNotContain("JIT", "Garbage", "differ");
  }

  @Test
  void theSpreadIsThatOfASample() {
    BenchResult result =
        new BenchResult(List.of(2.0, 4.0, 6.0), 1, new Bench.WarmUp(1, 1, 1), QUIET);

    assertThat(result.mean()).isEqualTo(4);
    assertThat(result.deviation()).isEqualTo(2);
  }

  @Test
  void aStopEndsItBetweenRuns() {
    Bench endless =
        bench(
            () -> {
              Thread.currentThread().interrupt();
              return clock.addAndGet(1);
            });

    assertThatThrownBy(() -> endless.measure(10, 0, 1)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void codeIsHandedOverWithItsLinesInPlace() {
    assertThat(BenchCode.of("\nMath.sqrt(2)"))
        .isEqualTo("dev.zoetrope.kernel.magic.BenchCode.take(() -> \nMath.sqrt(2)\n);");
    assertThat(BenchCode.of("\nint a = 1;\na + 1 // two"))
        .isEqualTo(
            "dev.zoetrope.kernel.magic.BenchCode.take(() -> {\nint a = 1; return \na + 1 // two\n;});");
  }

  @Test
  void spansHaveThreeDigitsAndAFittingUnit() {
    assertThat(List.of(0.123, 12.34, 999.4, 999.6, 1e6, 59.96e9, 125e9))
        .extracting(Spans::of)
        .containsExactly(
            "0.12 ns", "12.3 ns", "999 ns", "1.00 µs", "1.00 ms", "60.0 s", "2 min 5 s");
  }
}
