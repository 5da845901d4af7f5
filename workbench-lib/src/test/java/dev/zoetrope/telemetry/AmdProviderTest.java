package dev.zoetrope.telemetry;

import static dev.zoetrope.telemetry.KernelTreeRig.gauge;
import static dev.zoetrope.telemetry.KernelTreeRig.names;
import static dev.zoetrope.telemetry.KernelTreeRig.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The card's values are those of a recorded Vega 64; the tables of metrics are made here. */
class AmdProviderTest {
  @TempDir private Path folder;

  private KernelTreeRig vega() {
    return new KernelTreeRig(folder)
        .files(
            """
            sys/class/drm/card0/device/vendor = 0x1002
            sys/class/drm/card0/device/device = 0x687f
            sys/class/drm/card0-DP-1/device/vendor = 0x1002
            sys/class/drm/card0/device/gpu_busy_percent = 4
            sys/class/drm/card0/device/mem_info_vram_total = 8573157376
            sys/class/drm/card0/device/mem_info_vram_used = 1490378752
            sys/class/drm/card0/device/mem_info_gtt_used = 144560128
            sys/class/drm/card0/device/hwmon/hwmon4/name = amdgpu
            sys/class/drm/card0/device/hwmon/hwmon4/power1_average = 12000000
            sys/class/drm/card0/device/hwmon/hwmon4/power1_cap = 220000000
            sys/class/drm/card0/device/hwmon/hwmon4/temp1_label = edge
            sys/class/drm/card0/device/hwmon/hwmon4/temp1_input = 31000
            sys/class/drm/card0/device/hwmon/hwmon4/temp2_label = junction
            sys/class/drm/card0/device/hwmon/hwmon4/temp2_input = 33000
            sys/class/drm/card0/device/hwmon/hwmon4/freq1_input = 852000000
            """);
  }

  @Test
  void aCardIsReadFromItsDriversFiles() throws Exception {
    try (AmdProvider amd = AmdProvider.open(vega().root())) {
      assertThat(amd.devices()).extracting(Device::name).containsExactly("AMD GPU 0x687f");
      assertThat(amd.devices().get(0).facts()).containsEntry("memory_bytes", "8573157376");
      assertThat(read(amd, "utilization")).isEqualTo(4);
      assertThat(read(amd, "memory_used")).isEqualTo(1490378752);
      assertThat(read(amd, "memory_shared_used")).isEqualTo(144560128);
      assertThat(read(amd, "power_average")).isEqualTo(12);
      assertThat(gauge(amd, "power_average").kind()).isEqualTo(Gauge.Kind.WINDOW_AVERAGE);
      assertThat(read(amd, "power_limit")).isEqualTo(220);
      assertThat(read(amd, "temperature")).isEqualTo(31);
      assertThat(read(amd, "temperature_junction")).isEqualTo(33);
      assertThat(read(amd, "clock_gpu")).isEqualTo(852);
      assertThat(names(amd)).doesNotContain("power_instant", "power_socket", "energy");
    }
  }

  @Test
  void aProcessorsGraphicsTellThePowerOfTheirSocket() throws Exception {
    byte[] table = table(128, 2, 2);
    word(table, 4, 8100);
    word(table, 28, 9000);
    word(table, 40, 15396);
    word(table, 76, 1040);
    new KernelTreeRig(folder)
        .files("sys/class/drm/card1/device/vendor = 0x1002")
        .file("sys/class/drm/card1/device/gpu_metrics", table);
    try (AmdProvider amd = AmdProvider.open(folder)) {
      assertThat(read(amd, "power_socket")).isCloseTo(15.396, within(1e-9));
      assertThat(read(amd, "utilization")).isEqualTo(90);
    }
  }

  @Test
  void aSleepingCardIsNotWokenByLooking() throws Exception {
    vega().files("sys/class/drm/card0/device/power/runtime_status = suspended");
    try (AmdProvider amd = AmdProvider.open(folder)) {
      assertThat(amd.devices()).hasSize(1);
      assertThat(amd.devices().get(0).facts().get("asleep")).contains("would wake it");
      assertThat(amd.probes()).isEmpty();
    }
  }

  @Test
  void eachVersionOfTheTableHasItsPlaces() throws Exception {
    byte[] card = table(120, 1, 3);
    word(card, 6, 36);
    word(card, 16, 64);
    word(card, 22, 33);
    word(card, 54, 2165);
    assertThat(AmdMetrics.of(card))
        .returns(64.0, m -> m.busy().getAsDouble())
        .returns(33.0, m -> m.watts().getAsDouble())
        .returns(36.0, m -> m.celsius().getAsDouble())
        .returns(2165.0, m -> m.megahertz().getAsDouble());

    byte[] accelerator = table(288, 1, 4);
    word(accelerator, 10, 750);
    word(accelerator, 240, 2100);
    assertThat(AmdMetrics.of(accelerator).watts()).hasValue(750);
    assertThat(AmdMetrics.of(accelerator).megahertz()).hasValue(2100);

    byte[] strix = table(264, 3, 0);
    ByteBuffer.wrap(strix).order(ByteOrder.LITTLE_ENDIAN).putInt(112, 55_000);
    assertThat(AmdMetrics.of(strix).watts()).hasValue(55);
  }

  @Test
  void whatTheTableLeavesOutIsAbsent() throws Exception {
    assertThat(AmdMetrics.of(table(120, 1, 3)).watts()).isEmpty();
    assertThat(AmdMetrics.of(table(120, 1, 3)).busy()).isEmpty();
  }

  @Test
  void aTableOfAnUnknownVersionTellsNothing() {
    assertThatThrownBy(() -> AmdMetrics.of(table(400, 9, 9)))
        .isInstanceOf(Probe.Unread.class)
        .hasMessageContaining("version 9.9");
  }

  @Test
  void aTableCutAnywhereIsAGapAndNoNumber() {
    byte[] whole = table(264, 3, 0);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> AmdMetrics.of(cut)).isInstanceOf(Probe.Unread.class);
    }
  }

  @Test
  void intelTellsEnergyAndNoBusyShare() throws Exception {
    new KernelTreeRig(folder)
        .files(
            """
            sys/class/drm/card0/device/vendor = 0x8086
            sys/class/drm/card0/device/hwmon/hwmon2/name = xe
            sys/class/drm/card0/device/hwmon/hwmon2/energy1_input = 12500000
            sys/class/drm/card0/device/tile0/gt0/freq0/act_freq = 2100
            """);
    try (IntelProvider intel = IntelProvider.open(folder)) {
      assertThat(read(intel, "energy")).isEqualTo(12.5);
      assertThat(gauge(intel, "energy").kind()).isEqualTo(Gauge.Kind.COUNTER);
      assertThat(read(intel, "clock_gpu")).isEqualTo(2100);
      assertThat(names(intel)).doesNotContain("utilization");
    }
  }

  @Test
  void aMachineWithoutCardsSaysSo() {
    assertThatThrownBy(() -> AmdProvider.open(folder))
        .isInstanceOf(Provider.Missing.class)
        .hasMessageContaining("no AMD GPU");
    assertThatThrownBy(() -> IntelProvider.open(folder))
        .isInstanceOf(Provider.Missing.class)
        .hasMessageContaining("no Intel GPU");
  }

  /** Nothing told in it. */
  private static byte[] table(int size, int format, int content) {
    byte[] table = new byte[size];
    Arrays.fill(table, (byte) 0xFF);
    word(table, 0, size);
    table[2] = (byte) format;
    table[3] = (byte) content;
    return table;
  }

  private static void word(byte[] table, int at, int value) {
    ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putShort(at, (short) value);
  }
}
