package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Against what numpy and scipy say: known-statistics.py makes known-statistics.json. */
class SamplesTest {
  private static final JsonNode KNOWN = known();

  private static JsonNode known() {
    try (InputStream in =
        requireNonNull(SamplesTest.class.getResourceAsStream("known-statistics.json"))) {
      return JsonMapper.builder().build().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double[] numbers(String name) {
    return StreamSupport.stream(KNOWN.path(name).spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @Test
  void percentilesAreThoseOfNumpy() {
    Samples samples = Samples.of(numbers("first"));

    KNOWN
        .path("percentiles")
        .properties()
        .forEach(
            p ->
                assertThat(
                        samples
                            .percentile(Integer.parseInt(p.getKey()) / 100.0)
                            .orElseThrow()
                            .value())
                    .isEqualTo(p.getValue().asDouble(), within(1e-12)));
  }

  @Test
  void theIntervalOfAMedianIsThatOfItsOrderStatistics() {
    double[] known = numbers("median_ci95");

    assertThat(Samples.of(numbers("first")).percentile(0.5).orElseThrow().interval())
        .hasValue(new Samples.Interval(known[0], known[1]));
  }

  @Test
  void pairedDifferencesAreThoseOfScipy() {
    Comparing.Paired paired = Comparing.paired(numbers("first"), numbers("second"));
    double[] known = numbers("paired_ci95");

    assertThat(paired.mean()).isEqualTo(KNOWN.path("paired_mean").asDouble(), within(1e-12));
    assertThat(paired.interval().low()).isEqualTo(known[0], within(1e-9));
    assertThat(paired.interval().high()).isEqualTo(known[1], within(1e-9));
    assertThat(paired.differs()).isTrue();
  }

  @Test
  void tailsAreRefusedBelowMlperfsCounts() {
    assertThat(Samples.least(0.9)).isEqualTo(64);
    assertThat(Samples.least(0.99)).isEqualTo(662);
    assertThat(Samples.of(new double[63]).percentile(0.9)).isEmpty();
    assertThat(Samples.of(new double[64]).percentile(0.9)).isPresent();
    assertThat(Samples.of(new double[661]).percentile(0.99)).isEmpty();
    assertThat(Samples.of(new double[661]).refusal(0.99))
        .isEqualTo("p99 needs 662 samples, there are 661");
  }

  @Test
  void intervalsHoldTheTrueMedianAsOftenAsTheySay() {
    Random random = new Random(5);
    long held =
        IntStream.range(0, 1000)
            .mapToObj(i -> Samples.of(random.doubles(51).toArray()))
            .map(s -> s.percentile(0.5).orElseThrow().interval().orElseThrow())
            .filter(interval -> interval.low() <= 0.5 && interval.high() >= 0.5)
            .count();

    assertThat(held).isBetween(940L, 1000L);
  }

  @Test
  void aBootstrapDrawsWholeRuns() {
    List<double[]> alike = List.of(new double[] {1, 2, 3}, new double[] {3, 2, 1});
    List<double[]> apart = List.of(new double[] {1, 1, 1}, new double[] {3, 3, 3});

    assertThat(Comparing.bootstrap(alike, Samples::mean, 200, 1))
        .isEqualTo(new Samples.Interval(2, 2));
    assertThat(Comparing.bootstrap(apart, Samples::mean, 200, 1))
        .isEqualTo(new Samples.Interval(1, 3));
  }

  @Test
  void aSlowBeginningIsNotSteady() {
    double[] series =
        IntStream.range(0, 200).mapToDouble(i -> (i < 40 ? 50 - i : 10) + i % 2).toArray();

    assertThat(Comparing.steadyFrom(series)).isBetween(30, 45);
    assertThat(Comparing.steadyFrom(1, 2)).isZero();
  }
}
