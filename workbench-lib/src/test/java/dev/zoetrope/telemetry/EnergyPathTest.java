package dev.zoetrope.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the driver's counter through NVML to joules per phase. */
class EnergyPathTest {
  private static final long MS = 1_000_000;

  @TempDir Path folder;

  @Test
  void whatTheDriverCountedIsToldPerPhase() throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    List<Sample> samples = new ArrayList<>();
    long[] now = {0};
    try (NvmlProvider gpu = NvmlProvider.open(stub.paths(), () -> now[0])) {
      Probe energy = gpu.probes().get(0);
      for (int ms = 0; ms < 3000; ms += 10) {
        // 100 W, and 400 W from one second to two, refreshed every 20 ms.
        stub.burn(ms % 20 == 0 ? (ms >= 1000 && ms < 2000 ? 8000 : 2000) : 0);
        now[0] = ms * MS;
        samples.add(new Sample.Value(ms * MS, ms * MS, energy.read()));
      }
      PhaseJoules decode =
          PhaseEnergy.of(
                  List.of(new Phase("decode", 1000 * MS, 2000 * MS, 0)),
                  new Series(energy.gauge(), samples).reads())
              .orElseThrow()
              .get(0);
      assertThat(decode.joules()).isBetween(390.0, 410.0);
      assertThat(decode.verdict()).isEqualTo(Verdict.RESOLVED);
    }
  }
}
