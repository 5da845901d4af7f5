package dev.zoetrope.ruler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static List<Duration> at(Arrivals arrivals) {
    return ((Arrivals.Open) arrivals).at();
  }

  private static double[] gaps(List<Duration> at) {
    return IntStream.range(1, at.size())
        .mapToDouble(i -> at.get(i).minus(at.get(i - 1)).toNanos() / 1e9)
        .toArray();
  }

  @Test
  void poissonIsMadeByItsSeed() {
    assertThat(Arrivals.poisson(50, 100, 7)).isEqualTo(Arrivals.poisson(50, 100, 7));
    assertThat(Arrivals.poisson(50, 100, 8)).isNotEqualTo(Arrivals.poisson(50, 100, 7));
  }

  /** Exponential gaps: their standard deviation is their mean. */
  @Test
  void poissonHasTheRateAndTheSpreadOfItsName() {
    double[] gaps = gaps(at(Arrivals.poisson(50, 20_000, 7)));
    double mean = IntStream.range(0, gaps.length).mapToDouble(i -> gaps[i]).average().orElse(0);
    double square =
        IntStream.range(0, gaps.length)
            .mapToDouble(i -> (gaps[i] - mean) * (gaps[i] - mean))
            .average()
            .orElse(0);

    assertThat(mean).isEqualTo(0.02, within(0.0005));
    assertThat(Math.sqrt(square) / mean).isEqualTo(1, within(0.05));
  }

  @Test
  void constantIsEvenlySpaced() {
    assertThat(at(Arrivals.constant(4, 3)))
        .containsExactly(Duration.ZERO, Duration.ofMillis(250), Duration.ofMillis(500));
  }

  @Test
  void aTraceHasSecondsInItsLines() {
    assertThat(at(Arrivals.trace(List.of("# taken on Monday", "0.5", "", " 0 ", "1.25"))))
        .containsExactly(Duration.ZERO, Duration.ofMillis(500), Duration.ofMillis(1250));
  }

  @Test
  void aTracesSlipIsNamed() {
    assertThatThrownBy(() -> Arrivals.trace(List.of("0", "soon"))).hasMessageContaining("\"soon\"");
    assertThatThrownBy(() -> Arrivals.trace(List.of("-1"))).hasMessageContaining("\"-1\"");
    assertThatThrownBy(() -> Arrivals.poisson(0, 1, 0)).hasMessageContaining("--rate");
  }
}
