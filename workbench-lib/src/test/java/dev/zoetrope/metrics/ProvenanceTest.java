package dev.zoetrope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final Conditions KNOWN =
      new Conditions(
              "llama.cpp b1",
              Optional.of(CacheState.of("plain", List.of(), OptionalInt.of(3))),
              Optional.empty(),
              Map.of())
          .calibrated("cal-7");

  private static Provenance.Context context(Observation observed, String tag) {
    Observation known =
        new Observation(
            observed.timeline(),
            observed.usage(),
            observed.serverTimings(),
            observed.pictures(),
            Optional.of(KNOWN));
    return ((Reading.Value) Metrics.of(known).get(tag)).provenance().context();
  }

  @Test
  void whatThisClientStampedNamesItsServerItsCacheAndItsCalibration() {
    Provenance.Context context =
        context(Observed.byClient().deltas(100, 120).observation(), "time_to_first_token");

    assertThat(context.server()).hasValue("llama.cpp b1");
    assertThat(context.cache()).hasValue("3 prompt tokens cached");
    assertThat(context.calibration()).hasValue("cal-7");
  }

  @Test
  void whatWasCountedIsUnderNoCalibrationOfStamps() {
    Provenance.Context context =
        context(Observed.byClient().deltas(100, 120).usage(80, 2).observation(), "output_tokens");

    assertThat(context.server()).hasValue("llama.cpp b1");
    assertThat(context.calibration()).isEmpty();
  }

  @Test
  void withoutConditionsNothingIsClaimed() {
    Reading ttft =
        Metrics.of(Observed.byClient().deltas(100).observation()).get("time_to_first_token");

    assertThat(((Reading.Value) ttft).provenance().context()).isEqualTo(Provenance.Context.NONE);
  }
}
