package dev.zoetrope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Of thousands of answers with holes, none gets a number that nobody measured. */
class AbsenceTest {
  private static final double[] NO_TIMES = {
    0, -1, -1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  @Test
  void whatIsMissingIsNeverZeroOrLess() {
    Random random = new Random(7);
    for (int i = 0; i < 5000; i++) {
      Observation o = anything(random);
      Metrics.of(o).forEach((tag, reading) -> isPositiveOrReasoned(tag, reading, o));
    }
  }

  @Test
  void aServersNonsenseIsNoNumber() {
    for (double millis : NO_TIMES) {
      Observed o = Observed.byClient().usage(80, 20).timings(-1, millis, -1, 20, millis);

      assertThat(o.read("prefill_time")).isInstanceOf(Reading.Absent.class);
      assertThat(o.read("prefill_throughput")).isInstanceOf(Reading.Absent.class);
      assertThat(o.read("decode_throughput")).isInstanceOf(Reading.Absent.class);
      assertThat(o.read("inter_token_latency")).isInstanceOf(Reading.Absent.class);
    }
  }

  @Test
  void aCacheOfMinusOneIsNotIncremental() {
    Observed o = Observed.byClient().timings(80, 40, -1, 20, 160);

    assertThat(o.read("prefill_time"))
        .isInstanceOfSatisfying(
            Reading.Value.class,
            v -> assertThat(v.provenance().formula()).doesNotContain("incremental"));
  }

  @Test
  void aPromptThatWasAllCachedHasNoRate() {
    Observed o =
        Observed.inProcess()
            .prefill(1000, 1010)
            .usage(OptionalInt.of(80), OptionalInt.of(80), OptionalInt.of(2));

    assertThat(o.read("prefill_throughput"))
        .isEqualTo(new Reading.Absent("the whole prompt came out of the cache"));
  }

  @Test
  void anAnswerThatNeverBeganHasOneReasonForAll() {
    Map<String, Reading> none = Metrics.absent("the backend failed");

    assertThat(none.keySet()).containsExactlyElementsOf(tags());
    assertThat(none.values()).containsOnly(new Reading.Absent("the backend failed"));
  }

  @Test
  void anAnswersReadingsStandInTableOrder() {
    assertThat(Metrics.of(Observed.byClient().observation()).keySet())
        .containsExactlyElementsOf(tags());
  }

  private static List<String> tags() {
    return Metrics.STANDARD.stream().map(Metric::tag).toList();
  }

  private static void isPositiveOrReasoned(String tag, Reading reading, Observation o) {
    if (reading instanceof Reading.Value value) {
      assertThat(value.value()).as("%s of %s", tag, o).isPositive().isFinite();
      assertThat(value.unit()).as(tag).isEqualTo(unit(tag));
    } else {
      assertThat(((Reading.Absent) reading).reason()).as(tag).isNotBlank().hasSizeLessThan(80);
    }
  }

  private static String unit(String tag) {
    return Metrics.STANDARD.stream()
        .filter(m -> m.tag().equals(tag))
        .findFirst()
        .orElseThrow()
        .unit();
  }

  /** Every part is there or not; what is there takes at least a millisecond or one token. */
  private static Observation anything(Random random) {
    Observed o = random.nextBoolean() ? Observed.byClient() : Observed.inProcess();
    o.deltas(stamps(random)).usage(count(random), OptionalInt.empty(), count(random));
    if (random.nextBoolean()) {
      o.prefill(1010, 1011 + random.nextInt(50)).encode(1001, 1002 + random.nextInt(8));
    }
    if (random.nextBoolean()) {
      o.load(100, 900).pictures(800, 900, 950);
    }
    if (random.nextBoolean()) {
      o.timings(random.nextInt(3) - 1, millis(random), -1, random.nextInt(4) - 1, millis(random));
    }
    return o.observation();
  }

  private static long[] stamps(Random random) {
    List<Long> stamps = new ArrayList<>();
    long at = 1100;
    for (int i = random.nextInt(6); i > 0; i--) {
      at += random.nextInt(10);
      stamps.add(at);
    }
    return stamps.stream().mapToLong(Long::longValue).toArray();
  }

  private static OptionalInt count(Random random) {
    return random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(30)) : OptionalInt.empty();
  }

  private static double millis(Random random) {
    return random.nextBoolean()
        ? 1 + random.nextInt(90)
        : NO_TIMES[random.nextInt(NO_TIMES.length)];
  }
}
