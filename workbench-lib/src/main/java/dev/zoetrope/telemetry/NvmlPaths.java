package dev.zoetrope.telemetry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the driver's library may lie. */
final class NvmlPaths {
  /** Names the file to load, and no other: for tests and for unusual installations. */
  static final String OVERRIDE = "ZOETROPE_NVML";

  private static final List<String> LINUX =
      List.of(
          "libnvidia-ml.so.1",
          "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1",
          "/usr/lib/aarch64-linux-gnu/libnvidia-ml.so.1",
          "/usr/lib64/libnvidia-ml.so.1",
          "/usr/local/nvidia/lib64/libnvidia-ml.so.1",
          "/run/nvidia/driver/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1",
          "/run/opengl-driver/lib/libnvidia-ml.so.1",
          "/usr/lib/aarch64-linux-gnu/nvidia/libnvidia-ml.so.1");

  /** Where none of these is, no driver runs, and no library needs to be looked for. */
  private static final List<String> SIGNS =
      List.of(
          "dev/nvidiactl",
          "dev/nvidia0",
          "dev/dxg",
          "dev/nvhost-ctrl",
          "proc/driver/nvidia",
          "etc/nv_tegra_release",
          "sys/module/nvidia");

  private final List<String> candidates;

  private NvmlPaths(List<String> candidates) {
    this.candidates = List.copyOf(candidates);
  }

  /** For this machine. */
  static NvmlPaths of(Path root, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(OVERRIDE))
        .map(path -> new NvmlPaths(List.of(path)))
        .orElseGet(() -> new NvmlPaths(usual(root, environment)));
  }

  private static List<String> usual(Path root, Map<String, String> environment) {
    List<String> names = new ArrayList<>();
    if (Files.exists(root.resolve("dev/dxg"))) {
      names.add("/usr/lib/wsl/lib/libnvidia-ml.so.1");
    }
    if (isWindows(environment)) {
      names.addAll(windows(environment));
    } else if (SIGNS.stream().map(root::resolve).anyMatch(Files::exists)) {
      names.addAll(LINUX);
    }
    return names;
  }

  private static boolean isWindows(Map<String, String> environment) {
    return environment.containsKey("SystemRoot");
  }

  /** Absolute paths only: a name alone would be searched for in folders that anybody may write. */
  private static List<String> windows(Map<String, String> environment) {
    List<String> names = new ArrayList<>();
    names.add(environment.get("SystemRoot") + "\\System32\\nvml.dll");
    Optional.ofNullable(environment.get("ProgramW6432"))
        .ifPresent(folder -> names.add(folder + "\\NVIDIA Corporation\\NVSMI\\nvml.dll"));
    return names;
  }

  List<String> candidates() {
    return candidates;
  }
}
