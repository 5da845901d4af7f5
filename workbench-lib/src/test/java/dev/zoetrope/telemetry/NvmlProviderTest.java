package dev.zoetrope.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvmlProviderTest {
  private static final String ENERGY = "nvmlDeviceGetTotalEnergyConsumption";

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong();

  @Test
  void everyGaugeHasItsNumberAndUnit() throws Exception {
    try (NvmlProvider gpu = open(NvmlStub.build(folder))) {
      assertThat(gpu.devices().get(0).name()).isEqualTo("Stub GPU 80GB");
      assertThat(gpu.devices().get(0).facts())
          .containsEntry("driver", "590.48.01")
          .containsEntry("memory_bytes", "85520809984");
      assertThat(read(gpu, "energy")).isEqualTo(1000.0);
      assertThat(read(gpu, "power_instant")).isEqualTo(625.68);
      assertThat(read(gpu, "power_average")).isEqualTo(631.95);
      assertThat(read(gpu, "power_limit")).isEqualTo(700.0);
      assertThat(read(gpu, "memory_used")).isEqualTo(1020809984.0);
      assertThat(read(gpu, "utilization")).isEqualTo(97.0);
      assertThat(read(gpu, "memory_utilization")).isEqualTo(41.0);
      assertThat(read(gpu, "clock_sm")).isEqualTo(1980.0);
      assertThat(read(gpu, "clock_memory")).isEqualTo(2619.0);
      assertThat(read(gpu, "clock_event_reasons")).isEqualTo(4.0);
      assertThat(read(gpu, "temperature")).isEqualTo(52.0);
    }
  }

  @Test
  void anOldDriverIsAskedInTheOldForms() throws Exception {
    try (NvmlProvider gpu = open(NvmlStub.build(folder, "OLD"))) {
      assertThat(read(gpu, "memory_used")).isEqualTo(1520809984.0);
      assertThat(read(gpu, "temperature")).isEqualTo(51.0);
      assertThat(read(gpu, "power_average")).isEqualTo(631.95);
      assertThat(read(gpu, "clock_event_reasons")).isEqualTo(4.0);
      assertThat(probe(gpu, "memory_used").gauge().source())
          .isEqualTo("NVML nvmlDeviceGetMemoryInfo");
      assertThat(unread(gpu, "power_instant")).isEqualTo("this driver is too old to tell it");
    }
  }

  @Test
  void aGpuWithoutMemoryOfItsOwnNeverShowsZeroBytes() throws Exception {
    try (NvmlProvider gpu = open(NvmlStub.build(folder, "UNIFIED"))) {
      assertThat(gpu.devices().get(0).facts()).containsKey("memory");
      assertThat(unread(gpu, "memory_used")).contains("shares the CPU's memory");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, this GPU does not tell it", "4, no permission", "10, did not answer in time",
    "23, out of resources", "999, failed without a reason", "77, code 77"
  })
  void aCallThatFailsIsAGapWithItsReason(int code, String words) throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    try (NvmlProvider gpu = open(stub)) {
      stub.failNext(ENERGY, code, 1);
      assertThat(unread(gpu, "energy")).contains(words);
      assertThat(read(gpu, "power_limit")).isEqualTo(700.0);
    }
  }

  @Test
  void whatHasOnceWorkedOnlyFlickers() throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    try (NvmlProvider gpu = open(stub)) {
      assertThat(read(gpu, "energy")).isEqualTo(1000.0);
      stub.failNext(ENERGY, 3, 2);
      assertThat(unread(gpu, "energy")).contains("does not tell");
      assertThat(unread(gpu, "energy")).contains("does not tell");
      assertThat(read(gpu, "energy")).isEqualTo(1000.0);
    }
  }

  @Test
  void whatAGpuNeverToldIsNotAskedAgain() throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    stub.fail(ENERGY, 3, 1, 1000);
    try (NvmlProvider gpu = open(stub)) {
      for (int i = 0; i < 5; i++) {
        assertThat(unread(gpu, "energy")).contains("does not tell");
      }
      assertThat(stub.calls(ENERGY)).isEqualTo(1);
    }
  }

  @Test
  void theThirdUnknownFetchesTheHandleAnew() throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    try (NvmlProvider gpu = open(stub)) {
      int before = stub.calls("nvmlDeviceGetHandleByIndex_v2");
      stub.failNext(ENERGY, 999, 3);
      failures(gpu, 3);
      assertThat(stub.calls("nvmlDeviceGetHandleByIndex_v2")).isEqualTo(before + 1);
      assertThat(read(gpu, "energy")).isEqualTo(1000.0);
    }
  }

  @Test
  void theTenthUnknownStartsTheLibraryAnew() throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    try (NvmlProvider gpu = open(stub)) {
      stub.failNext(ENERGY, 999, 10);
      failures(gpu, 10);
      assertThat(stub.calls("nvmlInit_v2")).isEqualTo(2);
      assertThat(read(gpu, "energy")).isEqualTo(1000.0);
    }
    assertThat(stub.starts()).isZero();
  }

  @Test
  void halfAMinuteOfUnknownsPausesTheDeviceButNeverGivesItUp() throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    try (NvmlProvider gpu = open(stub)) {
      stub.failNext(ENERGY, 999, 31);
      for (int second = 0; second <= 30; second++) {
        failures(gpu, 1);
        pass(1);
      }
      int asked = stub.calls(ENERGY);
      assertThat(unread(gpu, "energy")).contains("asked again every 10 s");
      assertThat(stub.calls(ENERGY)).isEqualTo(asked);
      pass(10);
      assertThat(read(gpu, "energy")).isEqualTo(1000.0);
    }
  }

  @Test
  void aReplacedHandleIsFoundAgainByItsUuid() throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    try (NvmlProvider gpu = open(stub)) {
      stub.replug();
      assertThat(unread(gpu, "energy")).contains("handle");
      assertThat(read(gpu, "energy")).isEqualTo(1000.0);
    }
  }

  @Test
  void aGpuThatFellOffTheBusIsNotAskedAgain() throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    try (NvmlProvider gpu = open(stub)) {
      stub.failNext(ENERGY, 15, 1);
      assertThat(unread(gpu, "energy")).contains("fell off the bus");
      assertThat(unread(gpu, "utilization")).contains("fell off the bus");
      assertThat(stub.calls("nvmlDeviceGetUtilizationRates")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"9, driver is not loaded", "17, operating system blocks", "18, restart the machine"})
  void aDriverThatDoesNotStartSaysWhatToDo(int code, String words) throws Exception {
    NvmlStub stub = NvmlStub.build(folder);
    stub.fail("nvmlInit_v2", code, 1, 1);
    assertThatThrownBy(() -> open(stub))
        .isInstanceOf(Provider.Missing.class)
        .hasMessageContaining(words);
  }

  @Test
  void withoutADriverTelemetrySaysSoAndStillReadsTheRest() {
    Map<String, String> nowhere = Map.of(NvmlPaths.OVERRIDE, folder.resolve("none.so").toString());
    try (Telemetry telemetry = Telemetry.open(now::get, nowhere)) {
      assertThat(telemetry.missing().get("nvml")).contains("no NVIDIA driver library");
    }
  }

  private NvmlProvider open(NvmlStub stub) throws Provider.Missing {
    return NvmlProvider.open(stub.paths(), now::get);
  }

  private void pass(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private static void failures(NvmlProvider gpu, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(unread(gpu, "energy")).contains("999");
    }
  }

  private static Probe probe(NvmlProvider gpu, String name) {
    List<Probe> probes = gpu.probes();
    return probes.stream().filter(p -> p.gauge().name().equals(name)).findFirst().orElseThrow();
  }

  private static double read(NvmlProvider gpu, String name) throws Probe.Unread {
    return probe(gpu, name).read();
  }

  private static String unread(NvmlProvider gpu, String name) {
    try {
      return "read " + probe(gpu, name).read();
    } catch (Probe.Unread e) {
      return e.reason();
    }
  }
}
