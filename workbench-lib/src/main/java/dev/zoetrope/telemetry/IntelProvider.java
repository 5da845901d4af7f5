package dev.zoetrope.telemetry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Intel's GPUs, from the files of the drivers xe and i915: a card's energy counter, clocks and
 * heat. How busy one is they tell only those with a privilege; a clock against its highest is no
 * utilisation.
 */
final class IntelProvider implements Provider {
  private static final String VENDOR = "0x8086";
  private static final Set<String> DRIVERS = Set.of("xe", "i915");
  private static final double MICRO = 1e-6;
  private static final double MILLI = 1e-3;

  private final List<Device> devices = new ArrayList<>();
  private final FileGauges gauges = new FileGauges();

  private IntelProvider() {}

  /**
   * Below a root, "/" but in tests.
   *
   * @throws Missing if there is none
   */
  static IntelProvider open(Path root) throws Missing {
    List<DrmCard> cards = DrmCard.of(root, VENDOR);
    if (cards.isEmpty()) {
      throw new Missing("this machine has no Intel GPU with the driver xe or i915");
    }
    IntelProvider provider = new IntelProvider();
    cards.forEach(provider::add);
    return provider;
  }

  private void add(DrmCard card) {
    Map<String, String> facts = new LinkedHashMap<>(card.facts());
    facts.put("utilization", "told by its driver with a privilege only");
    devices.add(new Device(card.id(), card.name("Intel"), "intel", facts));
    if (!card.asleep()) {
      clock(card.id(), card.folder().resolve("gt/gt0/rps_act_freq_mhz"));
      clock(card.id(), card.device("tile0/gt0/freq0/act_freq"));
      card.sensors()
          .filter(
              chip -> KernelTree.words(chip.resolve("name")).filter(DRIVERS::contains).isPresent())
          .ifPresent(chip -> sensors(card.id(), chip));
    }
  }

  private void clock(String id, Path file) {
    gauges.addIfThere(
        FileGauges.instant(id, "clock_gpu", "MHz", file), Tier.STATE, file, LinuxFile::number);
  }

  private void sensors(String id, Path chip) {
    Path energy = chip.resolve("energy1_input");
    gauges.addIfThere(
        FileGauges.gauge(id, "energy", "J", Gauge.Kind.COUNTER, energy, OptionalDouble.empty()),
        Tier.ENERGY,
        energy,
        file -> file.number() * MICRO);
    Path limit = chip.resolve("power1_max");
    gauges.addIfThere(
        FileGauges.instant(id, "power_limit", "W", limit),
        Tier.SLOW,
        limit,
        file -> file.number() * MICRO);
    Path heat = chip.resolve("temp1_input");
    gauges.addIfThere(
        FileGauges.instant(id, "temperature", "°C", heat),
        Tier.SLOW,
        heat,
        file -> file.number() * MILLI);
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
}
