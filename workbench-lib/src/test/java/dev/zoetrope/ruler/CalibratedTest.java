package dev.zoetrope.ruler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.backend.BackendRegistry;
import dev.zoetrope.metrics.Samples;
import dev.zoetrope.metrics.Ticker;
import org.junit.jupiter.api.Test;

class CalibratedTest {
  /** It adds 10 ms to TTFT and is 2 ms off between pieces. */
  private static final Calibration TEN =
      new Calibration(
          "cal-ten",
          1,
          Samples.of(10, 10, 10),
          Samples.of(10, 10, 10),
          Samples.of(2, 2),
          1,
          0,
          0,
          0,
          0,
          0);

  @Test
  void moreThanATenthIsFlagged() {
    Calibrated client = new Calibrated(TEN, 0);

    assertThat(client.ttftFloor("TTFT of a", 99)).get().asString().contains("TTFT of a", "10.00");
    assertThat(client.ttftFloor("TTFT of a", 100)).isEmpty();
    assertThat(client.gapFloor("ICL of a", 19)).get().asString().startsWith("FLOOR: of the ICL");
    assertThat(client.gapFloor("ICL of a", 20)).isEmpty();
  }

  @Test
  void whatWasNeverMeasuredIsNoFloor() {
    Calibration none =
        new Calibration("none", 1, Samples.of(), Samples.of(), Samples.of(), 1, 0, 0, 0, 0, 0);

    assertThat(new Calibrated(none, 0).ttftFloor("TTFT", 0.001)).isEmpty();
    assertThat(new Calibrated(TEN, 0).ttftFloor("TTFT", Double.NaN)).isEmpty();
  }

  @Test
  void moreThanSeventyPercentOfACoreIsBusy() {
    assertThat(new Calibrated(TEN, 0.71).busy()).get().asString().startsWith("CLIENT BUSY: it");
    assertThat(new Calibrated(TEN, 0.70).busy()).isEmpty();
  }

  @Test
  void aCalibrationTellsWhatThisClientAdds() throws InterruptedException {
    try (BackendRegistry backends = BackendRegistry.open(Ticker.system())) {
      Calibration one = Calibration.measure(2, backends, Ticker.system());
      Calibration other = Calibration.measure(1, backends, Ticker.system());

      assertThat(one.ttftMillis().count()).isPositive();
      assertThat(one.gapMillis().count()).isPositive();
      assertThat(one.resolutionNanos()).isPositive();
      assertThat(one.cpuShare()).isPositive();
      assertThat(one.words()).contains(one.id());
      assertThat(one.id()).isNotEqualTo(other.id());
    }
  }
}
