package dev.zoetrope.telemetry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** CPU and memory of a Linux machine, from /proc. */
final class LinuxProvider implements Provider {
  private static final String MEMORY = "memory";
  private static final double KIB = 1024;

  private final LinuxFile stat;
  private final LinuxFile meminfo;
  private final LinuxFile loadavg;

  private LinuxProvider(LinuxFile stat, LinuxFile meminfo, LinuxFile loadavg) {
    this.stat = stat;
    this.meminfo = meminfo;
    this.loadavg = loadavg;
  }

  /**
   * Below a root, "/" but in tests.
   *
   * @throws Missing on another operating system
   */
  static LinuxProvider open(Path root) throws Missing {
    Path proc = root.resolve("proc");
    return new LinuxProvider(
        LinuxFile.open(proc.resolve("stat"), 1024),
        LinuxFile.open(proc.resolve("meminfo"), 8192),
        LinuxFile.open(proc.resolve("loadavg"), 256));
  }

  @Override
  public List<Device> devices() {
    return List.of(
        new Device("cpu", "CPU", "linux", Map.of()),
        new Device(MEMORY, "memory", "linux", memoryFacts()));
  }

  private Map<String, String> memoryFacts() {
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      facts.put("memory_bytes", Long.toString((long) (kibibytes("MemTotal") * KIB)));
    } catch (Probe.Unread e) {
      facts.put("memory", e.reason());
    }
    return facts;
  }

  @Override
  public List<Probe> probes() {
    List<Probe> probes = new ArrayList<>();
    probes.add(
        new FileProbe(
            gauge("cpu", "busy", "s", Gauge.Kind.COUNTER, "/proc/stat"),
            Tier.STATE,
            this::busySeconds));
    probes.add(
        new FileProbe(
            gauge("cpu", "load_1min", "", Gauge.Kind.WINDOW_AVERAGE, "/proc/loadavg"),
            Tier.SLOW,
            this::load));
    probes.add(memory("available", "MemAvailable"));
    probes.add(memory("free", "MemFree"));
    probes.add(memory("swap_free", "SwapFree"));
    return probes;
  }

  private Probe memory(String name, String key) {
    return new FileProbe(
        gauge(MEMORY, name, "B", Gauge.Kind.INSTANT, "/proc/meminfo " + key),
        Tier.STATE,
        () -> kibibytes(key) * KIB);
  }

  private static Gauge gauge(
      String device, String name, String unit, Gauge.Kind kind, String source) {
    OptionalDouble window =
        kind == Gauge.Kind.WINDOW_AVERAGE ? OptionalDouble.of(60) : OptionalDouble.empty();
    return new Gauge(device, name, unit, kind, source, window);
  }

  /** All cores together: user, nice, system, irq, softirq and steal, in seconds of 100 ticks. */
  private double busySeconds() throws Probe.Unread {
    String[] fields = line(stat.text(), "cpu ").trim().split("\\s+", -1);
    double ticks = 0;
    for (int i = 1; i < Math.min(9, fields.length); i++) {
      boolean idle = i == 4 || i == 5;
      ticks += idle ? 0 : Double.parseDouble(fields[i]);
    }
    return ticks / 100;
  }

  private double load() throws Probe.Unread {
    return Double.parseDouble(loadavg.text().split(" ", 2)[0]);
  }

  private double kibibytes(String key) throws Probe.Unread {
    return kibibytes(meminfo, key);
  }

  /** A line of /proc/meminfo. */
  static double kibibytes(LinuxFile meminfo, String key) throws Probe.Unread {
    String[] fields = line(meminfo.text(), key + ":").split("\\s+", -1);
    return Double.parseDouble(fields[1]);
  }

  private static String line(String text, String start) throws Probe.Unread {
    return text.lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new Probe.Unread("this kernel does not tell " + start.strip()));
  }

  @Override
  public void close() {
    stat.close();
    meminfo.close();
    loadavg.close();
  }
}
