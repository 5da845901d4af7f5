package dev.zoetrope.telemetry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An NVIDIA Jetson, from the kernel's files alone: load, clocks, heat, the rails' power, the memory
 * that its GPU took of the machine's. Thor's load comes from NVML: what stands in its governor's
 * files are settings.
 */
final class JetsonProvider implements Provider {
  private static final String DEVICE = "jetson";
  private static final Set<String> GPUS =
      Set.of("gv11b", "gp10b", "ga10b", "gb10b", "gm20b", "gpu");
  private static final Pattern RELEASE =
      Pattern.compile("# R(?<major>\\d{1,3}) \\(release\\), REVISION: (?<minor>[\\d.]{1,9})");
  private static final Pattern MODULE = Pattern.compile("nvidia,(p\\d{4}-\\d{4})(?!\\+)");
  private static final Map<String, String> JETPACKS =
      Map.of("32", "4", "35", "5", "36", "6", "38", "7.0 or 7.1", "39", "7.2");

  /** What nvgpu's monitor averages: 17 samples of 16.7 ms; read in its source for older boards. */
  private static final double LOAD_WINDOW = 0.284;

  private static final double HERTZ = 1e-6;
  private static final double MILLI = 1e-3;

  /** What a sensor tells while its block is switched off. */
  private static final double OFF = -256;

  private final Path root;
  private final FileGauges gauges = new FileGauges();
  private final Device device;

  private JetsonProvider(Path root, Device device) {
    this.root = root;
    this.device = device;
  }

  /**
   * Below a root, "/" but in tests.
   *
   * @throws Missing if this machine is none
   */
  static JetsonProvider open(Path root) throws Missing {
    Path tree = root.resolve("proc/device-tree");
    Optional<String> release = KernelTree.words(root.resolve("etc/nv_tegra_release"));
    String compatible = KernelTree.words(tree.resolve("compatible")).orElse("");
    if (release.isEmpty() && !compatible.contains("nvidia,tegra")) {
      throw new Missing("this machine is no NVIDIA Jetson");
    }
    String model = KernelTree.words(tree.resolve("model")).orElse("NVIDIA Jetson");
    JetsonProvider jetson =
        new JetsonProvider(
            root, new Device(DEVICE, model, DEVICE, facts(root, release.orElse(""), compatible)));
    try {
      jetson.addGauges();
    } catch (Missing e) {
      jetson.close();
      throw e;
    }
    return jetson;
  }

  private static Map<String, String> facts(Path root, String release, String compatible) {
    Map<String, String> facts = new LinkedHashMap<>();
    Matcher told = RELEASE.matcher(release);
    if (told.find()) {
      facts.put("l4t", "R" + told.group("major") + "." + told.group("minor"));
      Optional.ofNullable(JETPACKS.get(told.group("major")))
          .ifPresent(jetpack -> facts.put("jetpack", jetpack));
    }
    MODULE
        .matcher(compatible)
        .results()
        .reduce((board, module) -> module)
        .ifPresent(module -> facts.put("module", module.group(1)));
    facts.put("gpu", isThor(root) ? "nvidia.ko: its load is told by NVML" : "nvgpu");
    facts.put("memory", "shared with the CPU (unified)");
    return facts;
  }

  private static boolean isThor(Path root) {
    return Files.exists(root.resolve("sys/class/devfreq/gpu-gpc-0"));
  }

  private void addGauges() throws Missing {
    load();
    clocks();
    heat("temperature", Set.of("gpu-thermal", "GPU-therm"));
    heat("temperature_junction", Set.of("tj-thermal", "Tboard_tegra"));
    memory();
    HwmonRails.add(DEVICE, root.resolve("sys/class/hwmon"), gauges);
  }

  /** In per mille; reading it keeps the GPU awake, so not often. */
  private void load() {
    if (!isThor(root)) {
      Path file = loadFile();
      gauges.add(
          FileGauges.gauge(
              DEVICE,
              "utilization",
              "%",
              Gauge.Kind.WINDOW_AVERAGE,
              file,
              OptionalDouble.of(LOAD_WINDOW)),
          Tier.STATE,
          file,
          read -> read.number() / 10);
    }
  }

  private Path loadFile() {
    return List.of(
            root.resolve("sys/devices/platform/gpu.0/load"),
            root.resolve("sys/devices/gpu.0/load"),
            root.resolve("sys/devices/platform/bus@0/17000000.gpu/load"))
        .stream()
        .filter(Files::exists)
        .findFirst()
        .orElseGet(() -> governed().resolve("device/load"));
  }

  /** The GPU among what has a governor; the folder's name differs by board and release. */
  private Path governed() {
    Path devfreq = root.resolve("sys/class/devfreq");
    return KernelTree.entries(devfreq, "*").stream()
        .filter(JetsonProvider::isGpu)
        .findFirst()
        .orElse(devfreq.resolve("gpu"));
  }

  private static boolean isGpu(Path governed) {
    String name = governed.getFileName().toString();
    return name.endsWith(".gpu")
        || name.equals("gpu-gpc-0")
        || KernelTree.words(governed.resolve("device/of_node/name"))
            .filter(GPUS::contains)
            .isPresent();
  }

  private void clocks() {
    Path gpu = governed().resolve("cur_freq");
    gauges.add(
        FileGauges.instant(DEVICE, "clock_gpu", "MHz", gpu),
        Tier.STATE,
        gpu,
        file -> file.number() * HERTZ);
    Path memory = root.resolve("sys/class/devfreq/bwmgr/cur_freq");
    gauges.addIfThere(
        FileGauges.instant(DEVICE, "clock_memory", "MHz", memory),
        Tier.STATE,
        memory,
        file -> file.number() * HERTZ);
  }

  /** Zones have no fixed number, only a name. */
  private void heat(String name, Set<String> types) {
    for (Path zone : KernelTree.entries(root.resolve("sys/class/thermal"), "thermal_zone*")) {
      if (KernelTree.words(zone.resolve("type")).filter(types::contains).isPresent()) {
        Path file = zone.resolve("temp");
        gauges.add(
            FileGauges.instant(DEVICE, name, "°C", file), Tier.SLOW, file, JetsonProvider::celsius);
        return;
      }
    }
  }

  private static double celsius(LinuxFile file) throws Probe.Unread {
    double celsius = file.number() * MILLI;
    if (celsius <= OFF) {
      throw new Probe.Unread("what this sensor measures is switched off");
    }
    return celsius;
  }

  /** Only nvgpu's kernels count what the GPU took. */
  private void memory() {
    Path file = root.resolve("proc/meminfo");
    if (!isThor(root)) {
      gauges.add(
          FileGauges.instant(DEVICE, "memory_used", "B", file),
          Tier.STATE,
          file,
          read -> LinuxProvider.kibibytes(read, "NvMapMemUsed") * 1024);
    }
  }

  @Override
  public List<Device> devices() {
    return List.of(device);
  }

  @Override
  public List<Probe> probes() {
    return gauges.probes();
  }

  @Override
  public void close() {
    gauges.close();
  }
}
