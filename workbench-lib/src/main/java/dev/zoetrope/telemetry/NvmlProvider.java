package dev.zoetrope.telemetry;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.zoetrope.metrics.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** NVIDIA GPUs through the driver's own library. */
final class NvmlProvider implements Provider {
  private static final double MILLI = 1e3;
  private static final int MEMORY_V2 = 0x02000028;
  private static final int TEMPERATURE_V1 = 0x0100000C;
  private static final int POWER_AVERAGE = 185;
  private static final int POWER_INSTANT = 186;
  private static final int CLOCK_SM = 1;
  private static final int CLOCK_MEMORY = 2;

  private final NvmlSession session;
  private final List<Device> devices = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();

  private NvmlProvider(NvmlSession session) {
    this.session = session;
  }

  /**
   * Loads the library and finds its GPUs.
   *
   * @throws Missing if there is no driver or no GPU
   */
  static NvmlProvider open(NvmlPaths paths, Ticker ticker) throws Missing {
    NvmlProvider provider = new NvmlProvider(new NvmlSession(NvmlLibrary.load(paths), ticker));
    provider.enumerate();
    if (provider.devices.isEmpty()) {
      provider.close();
      throw new Missing("the NVIDIA driver shows no GPU to this process");
    }
    return provider;
  }

  private void enumerate() {
    for (int index = 0; index < session.count(); index++) {
      session.handleAt(index).ifPresent(this::add);
    }
  }

  private void add(Pointer handle) {
    String uuid = session.text("nvmlDeviceGetUUID", handle, "GPU-" + devices.size());
    session.register(uuid, handle);
    devices.add(
        new Device(
            uuid, session.text("nvmlDeviceGetName", handle, "NVIDIA GPU"), "nvml", facts(handle)));
    addProbes(uuid);
  }

  private Map<String, String> facts(Pointer handle) {
    Map<String, String> facts = new LinkedHashMap<>();
    session.text("nvmlSystemGetDriverVersion").ifPresent(v -> facts.put("driver", v));
    session.text("nvmlSystemGetNVMLVersion").ifPresent(v -> facts.put("nvml", v));
    Memory out = new Memory(24 + 64);
    if (session.nvml().call("nvmlDeviceGetMemoryInfo", handle, out) == NvmlCode.SUCCESS
        && out.getLong(0) > 0) {
      facts.put("memory_bytes", Long.toUnsignedString(out.getLong(0)));
    } else {
      facts.put("memory", "shared with the CPU (unified)");
    }
    return facts;
  }

  private void addProbes(String uuid) {
    energyAndPower(uuid);
    memoryAndLoad(uuid);
    clocksAndHeat(uuid);
    probes.add(
        new NvmlProcessProbe(
            session,
            new Gauge(
                uuid,
                "process_memory",
                "B",
                Gauge.Kind.INSTANT,
                "NVML running processes",
                OptionalDouble.empty())));
  }

  private void energyAndPower(String uuid) {
    add(
        Tier.ENERGY,
        gauge(uuid, "energy", "J", Gauge.Kind.COUNTER),
        NvmlQuestion.out("nvmlDeviceGetTotalEnergyConsumption", 8, m -> m.getLong(0) / MILLI));
    add(
        Tier.STATE,
        gauge(uuid, "power_instant", "W", Gauge.Kind.INSTANT),
        NvmlQuestion.field(POWER_INSTANT, m -> m.getInt(32) / MILLI));
    add(
        Tier.STATE,
        averaged(uuid, "power_average", "W"),
        NvmlQuestion.field(POWER_AVERAGE, m -> m.getInt(32) / MILLI),
        NvmlQuestion.out("nvmlDeviceGetPowerUsage", 4, m -> m.getInt(0) / MILLI));
    add(
        Tier.SLOW,
        gauge(uuid, "power_limit", "W", Gauge.Kind.INSTANT),
        NvmlQuestion.out("nvmlDeviceGetEnforcedPowerLimit", 4, m -> m.getInt(0) / MILLI));
  }

  private void memoryAndLoad(String uuid) {
    add(
        Tier.STATE,
        gauge(uuid, "memory_used", "B", Gauge.Kind.INSTANT),
        NvmlQuestion.versioned(
            "nvmlDeviceGetMemoryInfo_v2", MEMORY_V2, 40, m -> used(m.getLong(8), m.getLong(32))),
        NvmlQuestion.out("nvmlDeviceGetMemoryInfo", 24, m -> used(m.getLong(0), m.getLong(16))));
    add(
        Tier.STATE,
        averaged(uuid, "utilization", "%"),
        NvmlQuestion.out("nvmlDeviceGetUtilizationRates", 8, m -> m.getInt(0)));
    add(
        Tier.STATE,
        averaged(uuid, "memory_utilization", "%"),
        NvmlQuestion.out("nvmlDeviceGetUtilizationRates", 8, m -> m.getInt(4)));
  }

  private void clocksAndHeat(String uuid) {
    add(
        Tier.STATE,
        gauge(uuid, "clock_sm", "MHz", Gauge.Kind.INSTANT),
        NvmlQuestion.chosen("nvmlDeviceGetClockInfo", CLOCK_SM, 4, m -> m.getInt(0)));
    add(
        Tier.STATE,
        gauge(uuid, "clock_memory", "MHz", Gauge.Kind.INSTANT),
        NvmlQuestion.chosen("nvmlDeviceGetClockInfo", CLOCK_MEMORY, 4, m -> m.getInt(0)));
    add(
        Tier.STATE,
        gauge(uuid, "clock_event_reasons", "", Gauge.Kind.INSTANT),
        NvmlQuestion.out("nvmlDeviceGetCurrentClocksEventReasons", 8, m -> m.getLong(0)),
        NvmlQuestion.out("nvmlDeviceGetCurrentClocksThrottleReasons", 8, m -> m.getLong(0)));
    add(
        Tier.SLOW,
        gauge(uuid, "temperature", "°C", Gauge.Kind.INSTANT),
        NvmlQuestion.versioned("nvmlDeviceGetTemperatureV", TEMPERATURE_V1, 12, m -> m.getInt(8)),
        NvmlQuestion.chosen("nvmlDeviceGetTemperature", 0, 4, m -> m.getInt(0)));
  }

  private void add(Tier tier, Gauge gauge, NvmlQuestion... forms) {
    probes.add(new NvmlProbe(session, gauge, tier, List.of(forms)));
  }

  /** A GPU that shares the CPU's memory may answer a total of 0: it has none of its own. */
  private static double used(long total, long used) {
    return total == 0 ? Double.NaN : used;
  }

  private static Gauge gauge(String uuid, String name, String unit, Gauge.Kind kind) {
    return new Gauge(uuid, name, unit, kind, "NVML", OptionalDouble.empty());
  }

  /** NVML's averages look back up to a second; how long exactly differs by product. */
  private static Gauge averaged(String uuid, String name, String unit) {
    return new Gauge(uuid, name, unit, Gauge.Kind.WINDOW_AVERAGE, "NVML", OptionalDouble.of(1));
  }

  @Override
  public List<Device> devices() {
    return List.copyOf(devices);
  }

  @Override
  public List<Probe> probes() {
    return List.copyOf(probes);
  }

  @Override
  public void close() {
    session.close();
  }
}
