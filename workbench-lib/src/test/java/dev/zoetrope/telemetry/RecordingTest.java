package dev.zoetrope.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RecordingTest {
  private final CountDownLatch fiveReads = new CountDownLatch(5);

  @Test
  void samplesAreStampedAroundTheCallInOrder() throws Exception {
    Sampler.Lane lane = lane("power", this::counted);
    Recorded recorded = record(Ticker.system(), lane);
    List<Sample.Value> values = recorded.series().get(0).values();
    assertThat(values).hasSizeGreaterThanOrEqualTo(5);
    assertThat(values).allMatch(v -> v.value() == 42 && v.toNanos() >= v.fromNanos());
    assertThat(values).isSortedAccordingTo((a, b) -> Long.compare(a.fromNanos(), b.toNanos()));
    assertThat(recorded.sampler().reads()).isEqualTo(values.size());
    assertThat(recorded.sampler().p99CallMicros()).isPresent();
  }

  @Test
  void whatCannotBeReadIsAGapWithItsReasonAndTheOthersGoOn() throws Exception {
    Recorded recorded =
        record(
            Ticker.system(),
            lane("power", this::counted),
            lane("energy", RecordingTest::unread),
            lane("clock", RecordingTest::broken));
    assertThat(recorded.of("gpu", "energy").orElseThrow().values()).isEmpty();
    SeriesSummary energy = recorded.of("gpu", "energy").orElseThrow().summary();
    assertThat(energy.mean()).isEmpty();
    assertThat(energy.reason()).contains("no permission");
    assertThat(recorded.of("gpu", "clock").orElseThrow().summary().reason().orElseThrow())
        .startsWith("defect: ");
    assertThat(recorded.of("gpu", "power").orElseThrow().values()).isNotEmpty();
  }

  @Test
  void readsThatTakeMoreThanTheirShareAreMadeLessOften() throws Exception {
    AtomicLong now = new AtomicLong();
    Recorded recorded =
        record(
            () -> now.addAndGet(5_000_000),
            lane(
                "power",
                () -> {
                  now.addAndGet(1_100_000_000);
                  return counted();
                }));
    assertThat(recorded.sampler().slowed().orElseThrow()).isPositive();
    assertThat(recorded.sampler().duty()).isGreaterThan(0.01);
  }

  @Test
  void aFullRingKeepsTheNewest() {
    SampleRing ring = new SampleRing(3);
    for (int i = 0; i < 5; i++) {
      ring.value(i, i, i);
    }
    ring.gap(5, 5, new SampleRing.Why("unread", "gone"));
    assertThat(ring.samples())
        .containsExactly(
            new Sample.Value(3, 3, 3),
            new Sample.Value(4, 4, 4),
            new Sample.Gap(5, 5, "unread", "gone"));
    assertThat(ring.overwritten()).isEqualTo(3);
  }

  @Test
  void aCounterIsToldAsItsRate() {
    Gauge gauge = gauge("energy", Gauge.Kind.COUNTER);
    Series series =
        new Series(
            gauge,
            List.of(
                new Sample.Value(0, 0, 1000),
                new Sample.Gap(500_000_000, 500_000_000, "nvml-21", "no data yet"),
                new Sample.Value(2_000_000_000, 2_000_000_000, 1300)));
    assertThat(series.summary().mean()).hasValue(150);
    assertThat(series.summary().unit()).isEqualTo("W");
    assertThat(series.summary().gaps()).isEqualTo(1);
  }

  @Test
  void oneReadOfACounterIsNoRate() {
    Series series =
        new Series(gauge("energy", Gauge.Kind.COUNTER), List.of(new Sample.Value(0, 0, 1000)));
    assertThat(series.summary().mean()).isEmpty();
  }

  private Recorded record(Ticker ticker, Sampler.Lane... lanes) throws Exception {
    Recording recording =
        new Recording(new Sampler(ticker, List.of(lanes), () -> {}), List.of(lanes));
    assertThat(fiveReads.await(60, TimeUnit.SECONDS)).isTrue();
    return recording.stop();
  }

  private double counted() {
    fiveReads.countDown();
    return 42;
  }

  private static double unread() throws Probe.Unread {
    throw new Probe.Unread("no permission");
  }

  private static double broken() {
    throw new IllegalStateException("a bug");
  }

  private static Sampler.Lane lane(String name, FileProbe.Source source) {
    return new Sampler.Lane(
        new FileProbe(gauge(name, Gauge.Kind.INSTANT), Tier.ENERGY, source), new SampleRing(1000));
  }

  private static Gauge gauge(String name, Gauge.Kind kind) {
    return new Gauge("gpu", name, "J", kind, "test", OptionalDouble.empty());
  }
}
