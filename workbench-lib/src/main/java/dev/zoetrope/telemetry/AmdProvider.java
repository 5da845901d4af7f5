package dev.zoetrope.telemetry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * AMD's GPUs, from the files of the amdgpu driver. Its energy counter is left out: on several parts
 * it is known to stand still or to count at a wrong rate.
 */
final class AmdProvider implements Provider {
  private static final String VENDOR = "0x1002";
  private static final double MICRO = 1e-6;
  private static final double MILLI = 1e-3;
  private static final Map<String, String> HEAT =
      Map.of(
          "edge", "temperature", "junction", "temperature_junction", "mem", "temperature_memory");

  private final List<Device> devices = new ArrayList<>();
  private final FileGauges gauges = new FileGauges();

  private AmdProvider() {}

  /**
   * Below a root, "/" but in tests.
   *
   * @throws Missing if there is none
   */
  static AmdProvider open(Path root) throws Missing {
    List<DrmCard> cards = DrmCard.of(root, VENDOR);
    if (cards.isEmpty()) {
      throw new Missing("this machine has no AMD GPU with the amdgpu driver");
    }
    AmdProvider provider = new AmdProvider();
    cards.forEach(provider::add);
    return provider;
  }

  private void add(DrmCard card) {
    devices.add(new Device(card.id(), card.name("AMD"), "amd", facts(card)));
    if (!card.asleep()) {
      load(card);
      memory(card);
      card.sensors().ifPresent(chip -> sensors(card.id(), chip));
      power(card);
    }
  }

  private static Map<String, String> facts(DrmCard card) {
    Map<String, String> facts = new LinkedHashMap<>(card.facts());
    KernelTree.words(card.device("mem_info_vram_total"))
        .ifPresent(bytes -> facts.put("memory_bytes", bytes));
    KernelTree.words(card.device("mem_info_gtt_total"))
        .ifPresent(bytes -> facts.put("shared_memory_limit_bytes", bytes));
    return facts;
  }

  private void load(DrmCard card) {
    Path busy = card.device("gpu_busy_percent");
    if (Files.exists(busy)) {
      gauges.add(
          averaged(card.id(), "utilization", "%", busy), Tier.STATE, busy, LinuxFile::number);
    } else {
      told(card, "utilization", "%", AmdMetrics::busy);
    }
    Path memory = card.device("mem_busy_percent");
    gauges.addIfThere(
        averaged(card.id(), "memory_utilization", "%", memory),
        Tier.STATE,
        memory,
        LinuxFile::number);
  }

  private void memory(DrmCard card) {
    bytes(card.id(), "memory_used", card.device("mem_info_vram_used"));
    bytes(card.id(), "memory_shared_used", card.device("mem_info_gtt_used"));
  }

  private void bytes(String id, String name, Path file) {
    gauges.add(FileGauges.instant(id, name, "B", file), Tier.STATE, file, LinuxFile::number);
  }

  private void sensors(String id, Path chip) {
    clock(id, "clock_gpu", chip.resolve("freq1_input"));
    clock(id, "clock_memory", chip.resolve("freq2_input"));
    Path cap = chip.resolve("power1_cap");
    gauges.addIfThere(
        FileGauges.instant(id, "power_limit", "W", cap),
        Tier.SLOW,
        cap,
        file -> file.number() * MICRO);
    for (int sensor = 1; sensor <= HEAT.size(); sensor++) {
      heat(id, chip, sensor);
    }
  }

  private void clock(String id, String name, Path file) {
    gauges.addIfThere(
        FileGauges.instant(id, name, "MHz", file), Tier.STATE, file, read -> read.number() * MICRO);
  }

  private void heat(String id, Path chip, int sensor) {
    Optional<String> name =
        KernelTree.words(chip.resolve("temp" + sensor + "_label")).map(HEAT::get);
    Path file = chip.resolve("temp" + sensor + "_input");
    name.ifPresent(
        where ->
            gauges.addIfThere(
                FileGauges.instant(id, where, "°C", file),
                Tier.SLOW,
                file,
                read -> read.number() * MILLI));
  }

  /** Either of two files may be the only one; a processor with graphics may have none. */
  private void power(DrmCard card) {
    Optional<Path> average = sensor(card, "power1_average");
    Optional<Path> instant = sensor(card, "power1_input");
    average.ifPresent(file -> watts(averaged(card.id(), "power_average", "W", file), file));
    instant.ifPresent(
        file -> watts(FileGauges.instant(card.id(), "power_instant", "W", file), file));
    if (average.isEmpty() && instant.isEmpty()) {
      told(card, "power_socket", "W", AmdMetrics::watts);
    }
  }

  private static Optional<Path> sensor(DrmCard card, String file) {
    return card.sensors().map(chip -> chip.resolve(file)).filter(Files::exists);
  }

  private void watts(Gauge gauge, Path file) {
    gauges.add(gauge, Tier.STATE, file, read -> read.number() * MICRO);
  }

  /** Out of the driver's table of metrics. */
  private void told(DrmCard card, String name, String unit, Field field) {
    Path table = card.device("gpu_metrics");
    gauges.add(
        averaged(card.id(), name, unit, table),
        Tier.STATE,
        table,
        file ->
            field
                .of(AmdMetrics.of(file.bytes()))
                .orElseThrow(() -> new Probe.Unread("gpu_metrics does not tell it")));
  }

  private static Gauge averaged(String id, String name, String unit, Path file) {
    return FileGauges.gauge(
        id, name, unit, Gauge.Kind.WINDOW_AVERAGE, file, OptionalDouble.empty());
  }

  @Override
  public List<Device> devices() {
    return List.copyOf(devices);
  }

  @Override
  public List<Probe> probes() {
    return gauges.probes();
  }

  @Override
  public void close() {
    gauges.close();
  }

  private interface Field {
    OptionalDouble of(AmdMetrics metrics);
  }
}
