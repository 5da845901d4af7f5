package dev.zoetrope.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFactsTest {
  @TempDir Path root;

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void whatLinuxTellsIsRead() throws IOException {
    file("proc/cpuinfo", "processor\t: 0\nmodel name\t: Abacus 9\n");
    file("proc/meminfo", "MemTotal:       2 kB\n");
    file("proc/loadavg", "1.25 0.50 0.10 1/99 1234\n");
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    file("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
    file("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t\t Beads 100\nIRQ: 7\n");
    file("proc/driver/nvidia/version", "NVRM version: 600.1\nGCC version: 12\n");

    assertThat(MachineFacts.read(root, List.of()).facts())
        .containsEntry("cpu", "Abacus 9")
        .containsEntry("memory_bytes", 2048L)
        .containsEntry("load_1m", 1.25)
        .containsEntry("governor", "powersave")
        .containsEntry("clock_source", "tsc")
        .containsEntry("gpu", "Beads 100")
        .containsEntry("gpu_driver", "NVRM version: 600.1");
  }

  @Test
  void whatIsNotToldIsNotThere() {
    assertThat(MachineFacts.read(root, List.of()).facts())
        .containsOnlyKeys("os", "arch", "cores", "java", "jvm_flags");
  }

  @Test
  void propertiesOfTheVirtualMachineAreNobodysBusiness() {
    List<String> arguments = List.of("-Xmx1g", "-Dkey=secret", "-XX:+UseZGC");

    assertThat(MachineFacts.read(root, arguments).facts())
        .containsEntry("jvm_flags", "-Xmx1g -XX:+UseZGC");
  }

  @Test
  void anotherProcessorIsUnlikeButAnotherLoadIsNot() {
    MachineFacts one = new MachineFacts(Map.of("cpu", "A", "cores", 2, "load_1m", 0.5));

    assertThat(one.unlike(new MachineFacts(Map.of("cpu", "A", "cores", 2L, "load_1m", 9.0))))
        .isEmpty();
    assertThat(one.unlike(new MachineFacts(Map.of("cpu", "B", "cores", 2, "governor", "x"))))
        .containsExactly("cpu", "governor");
  }

  @Test
  void theLoadAtTheEndStandsBesideTheOneBefore() {
    MachineFacts before = new MachineFacts(Map.of("load_1m", 0.5));

    assertThat(before.until(new MachineFacts(Map.of("load_1m", 2.5))).facts())
        .containsEntry("load_1m", 0.5)
        .containsEntry("load_1m_end", 2.5);
  }
}
