package dev.zoetrope.telemetry;

import static dev.zoetrope.telemetry.KernelTreeRig.gauge;
import static dev.zoetrope.telemetry.KernelTreeRig.names;
import static dev.zoetrope.telemetry.KernelTreeRig.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Load and heat of the Orin are recorded values; rails have the boards' names and made-up values.
 */
class JetsonProviderTest {
  @TempDir private Path folder;

  private KernelTreeRig tree() {
    return new KernelTreeRig(folder);
  }

  private KernelTreeRig orin() {
    return tree()
        .file(
            "proc/device-tree/compatible",
            "nvidia,p3768-0000+p3767-0005\0nvidia,p3767-0005\0nvidia,tegra234\0"
                .getBytes(StandardCharsets.UTF_8))
        .file(
            "proc/device-tree/model",
            "NVIDIA Jetson Orin Nano Developer Kit\0".getBytes(StandardCharsets.UTF_8))
        .files(
            """
            etc/nv_tegra_release = # R36 (release), REVISION: 4.7, GCID: 0, BOARD: generic, EABI: aarch64
            sys/devices/platform/gpu.0/load = 774
            sys/class/devfreq/17000000.gpu/cur_freq = 624750000
            sys/class/thermal/thermal_zone0/type = cpu-thermal
            sys/class/thermal/thermal_zone0/temp = 53968
            sys/class/thermal/thermal_zone1/type = gpu-thermal
            sys/class/thermal/thermal_zone1/temp = 51312
            proc/meminfo = NvMapMemUsed:     2048 kB
            sys/class/hwmon/hwmon1/name = ina3221
            sys/class/hwmon/hwmon1/update_interval = 7
            sys/class/hwmon/hwmon1/in1_label = VDD_IN
            sys/class/hwmon/hwmon1/in1_input = 5000
            sys/class/hwmon/hwmon1/curr1_input = 1400
            sys/class/hwmon/hwmon1/in2_label = VDD_CPU_GPU_CV
            sys/class/hwmon/hwmon1/in2_input = 5000
            sys/class/hwmon/hwmon1/curr2_input = 600
            sys/class/hwmon/hwmon1/in3_label = VDD_SOC
            sys/class/hwmon/hwmon1/in3_input = 5000
            sys/class/hwmon/hwmon1/curr3_input = 300
            """);
  }

  @Test
  void anOrinTellsLoadClockHeatMemoryAndRails() throws Exception {
    try (JetsonProvider jetson = JetsonProvider.open(orin().root())) {
      assertThat(read(jetson, "utilization")).isEqualTo(77.4);
      assertThat(gauge(jetson, "utilization").windowSeconds()).hasValue(0.284);
      assertThat(read(jetson, "clock_gpu")).isEqualTo(624.75);
      assertThat(read(jetson, "temperature")).isEqualTo(51.312);
      assertThat(read(jetson, "memory_used")).isEqualTo(2048 * 1024);
      assertThat(read(jetson, "power_vdd_soc")).isCloseTo(1.5, within(1e-9));
      assertThat(gauge(jetson, "power_vdd_soc").windowSeconds()).hasValue(0.007);
    }
  }

  @Test
  void theRailThatFeedsTheOthersIsTheTotal() throws Exception {
    try (JetsonProvider jetson = JetsonProvider.open(orin().root())) {
      assertThat(read(jetson, "power_total")).isCloseTo(7.0, within(1e-9));
      assertThat(gauge(jetson, "power_total").source()).isEqualTo("rail VDD_IN");
    }
  }

  @Test
  void whereNoRailFeedsTheOthersTheTotalIsNamedASum() throws Exception {
    tree()
        .files(
            """
            proc/device-tree/compatible = nvidia,p3701-0005 nvidia,tegra234
            sys/class/hwmon/hwmon3/name = ina3221
            sys/class/hwmon/hwmon3/in1_label = VDD_GPU_SOC
            sys/class/hwmon/hwmon3/in1_input = 19000
            sys/class/hwmon/hwmon3/curr1_input = 200
            sys/class/hwmon/hwmon3/in2_label = VDD_CPU_CV
            sys/class/hwmon/hwmon3/in2_input = 19000
            sys/class/hwmon/hwmon3/curr2_input = 100
            sys/class/hwmon/hwmon3/in3_label = NC
            sys/class/hwmon/hwmon3/in3_input = 19000
            sys/class/hwmon/hwmon3/curr3_input = 900
            """);
    try (JetsonProvider jetson = JetsonProvider.open(folder)) {
      assertThat(read(jetson, "power_total")).isCloseTo(5.7, within(1e-9));
      assertThat(gauge(jetson, "power_total").source()).isEqualTo("sum of VDD_GPU_SOC, VDD_CPU_CV");
      assertThat(names(jetson)).doesNotContain("power_nc");
    }
  }

  @Test
  void thorsGovernorIsNoLoad() throws Exception {
    tree()
        .files(
            """
            etc/nv_tegra_release = # R38 (release), REVISION: 2.0, GCID: 0
            proc/device-tree/compatible = nvidia,p4071-0000+p3834-0008 nvidia,p3834-0008 nvidia,tegra264
            sys/class/devfreq/gpu-gpc-0/cur_freq = 1575000000
            sys/class/devfreq/gpu-gpc-0/nvhost_podgov/load_target = 200
            sys/class/devfreq/gpu-gpc-0/nvhost_podgov/load_max = 1000
            sys/class/devfreq/bwmgr/cur_freq = 4266000000
            sys/class/hwmon/hwmon0/name = ina238
            sys/class/hwmon/hwmon0/power1_input = 41500000
            """);
    try (JetsonProvider jetson = JetsonProvider.open(folder)) {
      assertThat(names(jetson)).doesNotContain("utilization", "memory_used");
      assertThat(read(jetson, "clock_gpu")).isEqualTo(1575);
      assertThat(read(jetson, "clock_memory")).isEqualTo(4266);
      assertThat(read(jetson, "power_total")).isEqualTo(41.5);
      assertThat(jetson.devices().get(0).facts())
          .containsEntry("l4t", "R38.2.0")
          .containsEntry("jetpack", "7.0 or 7.1")
          .containsEntry("module", "p3834-0008");
    }
  }

  @Test
  void aXavierNamesItsGpuInItsTreeOnly() throws Exception {
    tree()
        .files(
            """
            proc/device-tree/compatible = nvidia,p2822-0000+p2888-0001 nvidia,tegra194
            sys/class/devfreq/17000000.gv11b/device/of_node/name = gv11b
            sys/class/devfreq/17000000.gv11b/device/load = 120
            sys/class/devfreq/17000000.gv11b/cur_freq = 1377000000
            """);
    try (JetsonProvider jetson = JetsonProvider.open(folder)) {
      assertThat(read(jetson, "utilization")).isEqualTo(12.0);
      assertThat(read(jetson, "clock_gpu")).isEqualTo(1377);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-256000", "-256500"})
  void aSensorThatIsOffIsAGap(String told) throws Exception {
    orin().files("sys/class/thermal/thermal_zone1/temp = " + told);
    try (JetsonProvider jetson = JetsonProvider.open(folder)) {
      assertThatThrownBy(() -> read(jetson, "temperature"))
          .isInstanceOf(Probe.Unread.class)
          .hasMessageContaining("switched off");
    }
  }

  @Test
  void whatIsNotThereYetIsAGapWithItsPlace() throws Exception {
    tree().files("proc/device-tree/compatible = nvidia,tegra234");
    try (JetsonProvider jetson = JetsonProvider.open(folder)) {
      assertThatThrownBy(() -> read(jetson, "utilization"))
          .isInstanceOf(Probe.Unread.class)
          .hasMessageContaining("this machine has no");
    }
  }

  @Test
  void anotherMachineIsNone() {
    tree().files("proc/device-tree/compatible = raspberrypi,5-model-b brcm,bcm2712");
    assertThatThrownBy(() -> JetsonProvider.open(folder))
        .isInstanceOf(Provider.Missing.class)
        .hasMessage("this machine is no NVIDIA Jetson");
  }
}
