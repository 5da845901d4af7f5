package dev.zoetrope.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxProvidersTest {
  @TempDir Path root;

  @Test
  void cpuAndMemoryAreReadFromProc() throws Exception {
    proc();
    try (LinuxProvider linux = LinuxProvider.open(root)) {
      assertThat(read(linux, "busy")).isEqualTo((100 + 20 + 30 + 5 + 6 + 7) / 100.0);
      assertThat(read(linux, "load_1min")).isEqualTo(1.25);
      assertThat(read(linux, "available")).isEqualTo(12_000_000.0 * 1024);
      assertThat(linux.devices().get(1).facts()).containsEntry("memory_bytes", "16777216000");
    }
  }

  @Test
  void aValueThatChangesIsReadAnew() throws Exception {
    proc();
    try (LinuxProvider linux = LinuxProvider.open(root)) {
      assertThat(read(linux, "load_1min")).isEqualTo(1.25);
      write("proc/loadavg", "2.50 1.00 0.50 1/100 1\n");
      assertThat(read(linux, "load_1min")).isEqualTo(2.5);
    }
  }

  @Test
  void whatAKernelDoesNotTellIsAGap() throws Exception {
    proc();
    try (LinuxProvider linux = LinuxProvider.open(root)) {
      assertThatThrownBy(() -> read(linux, "swap_free"))
          .isInstanceOf(Probe.Unread.class)
          .hasMessageContaining("does not tell SwapFree");
    }
  }

  @Test
  void anotherOperatingSystemHasNoProc() {
    assertThatThrownBy(() -> LinuxProvider.open(root))
        .isInstanceOf(Provider.Missing.class)
        .hasMessageContaining("this machine has no");
  }

  @Test
  void packagesAreCountedAndTheirPartsAreNot() throws Exception {
    rapl();
    try (RaplProvider rapl = RaplProvider.open(root)) {
      assertThat(rapl.devices()).extracting(Device::id).containsExactly("package-0");
      assertThat(read(rapl, "energy")).isEqualTo(12.5);
    }
  }

  @Test
  void aCounterThatBeganAnewGoesOn() throws Exception {
    rapl();
    try (RaplProvider rapl = RaplProvider.open(root)) {
      assertThat(read(rapl, "energy")).isEqualTo(12.5);
      write("sys/class/powercap/intel-rapl:0/energy_uj", "1000000\n");
      assertThat(read(rapl, "energy")).isEqualTo(21.0);
    }
  }

  @Test
  void aMachineWithoutCountersSaysSo() {
    assertThatThrownBy(() -> RaplProvider.open(root))
        .isInstanceOf(Provider.Missing.class)
        .hasMessageContaining("tells no CPU energy");
  }

  private void proc() throws IOException {
    write("proc/stat", "cpu  100 20 30 4000 50 5 6 7 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
    write("proc/loadavg", "1.25 1.00 0.50 1/100 1\n");
    write(
        "proc/meminfo",
        "MemTotal:       16384000 kB\nMemFree:         1000000 kB\nMemAvailable:   12000000 kB\n");
  }

  private void rapl() throws IOException {
    zone("intel-rapl:0", "package-0", "12500000");
    zone("intel-rapl:0:0", "core", "9000000");
    zone("intel-rapl:1", "psys", "99000000");
  }

  private void zone(String folder, String name, String energy) throws IOException {
    write("sys/class/powercap/" + folder + "/name", name + "\n");
    write("sys/class/powercap/" + folder + "/energy_uj", energy + "\n");
    write("sys/class/powercap/" + folder + "/max_energy_range_uj", "20000000\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static double read(Provider provider, String name) throws Probe.Unread {
    List<Probe> probes = provider.probes();
    return probes.stream()
        .filter(p -> p.gauge().name().equals(name))
        .findFirst()
        .orElseThrow()
        .read();
  }
}
