package dev.zoetrope.telemetry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The power rails that INA chips measure: volts times amperes of each channel, or its watts where
 * the chip multiplies. The total is a rail of its own where the board has one, else the sum of
 * those that are measured, and its gauge says which.
 */
final class HwmonRails {
  private static final Set<String> TOTALS = Set.of("VDD_IN", "POM_5V_IN", "VIN");
  private static final int CHANNELS = 3;
  private static final double MICRO = 1e-6;

  /** Millivolts times milliamperes. */
  private static final double PRODUCT = 1e-6;

  private final String device;
  private final FileGauges gauges;
  private final List<Rail> rails = new ArrayList<>();

  private HwmonRails(String device, FileGauges gauges) {
    this.device = device;
    this.gauges = gauges;
  }

  private record Rail(
      String label, Path chip, OptionalDouble window, FileProbe.Source watts, boolean whole) {}

  /** Adds a gauge for each rail below {@code sys/class/hwmon}, and one for all. */
  static void add(String device, Path hwmon, FileGauges gauges) throws Provider.Missing {
    HwmonRails rails = new HwmonRails(device, gauges);
    for (Path chip : KernelTree.chips(hwmon)) {
      String name = KernelTree.words(chip.resolve("name")).orElse("");
      if (name.startsWith("ina")) {
        rails.chip(chip, name);
      }
    }
    rails.gauges();
  }

  private void chip(Path chip, String name) throws Provider.Missing {
    for (int channel = 1; channel <= CHANNELS; channel++) {
      Optional<String> label = KernelTree.words(chip.resolve("in" + channel + "_label"));
      boolean whole = label.isEmpty() && name.equals("ina238");
      Optional<FileProbe.Source> watts = watts(chip, channel);
      String shown = label.orElse(whole ? "VIN" : name + "_" + channel);
      if (watts.isPresent() && !shown.equals("NC")) {
        rails.add(
            new Rail(shown, chip, window(chip), watts.get(), whole || TOTALS.contains(shown)));
      }
    }
  }

  private Optional<FileProbe.Source> watts(Path chip, int channel) throws Provider.Missing {
    Path power = chip.resolve("power" + channel + "_input");
    if (Files.exists(power)) {
      LinuxFile file = gauges.open(power);
      return Optional.of(() -> file.number() * MICRO);
    }
    Path volts = chip.resolve("in" + channel + "_input");
    Path amperes = chip.resolve("curr" + channel + "_input");
    if (!Files.exists(volts) || !Files.exists(amperes)) {
      return Optional.empty();
    }
    LinuxFile first = gauges.open(volts);
    LinuxFile second = gauges.open(amperes);
    return Optional.of(() -> first.number() * second.number() * PRODUCT);
  }

  /** Over how long the chip averages: all its channels in turn, so often as it is told to. */
  private static OptionalDouble window(Path chip) {
    return KernelTree.words(chip.resolve("update_interval"))
        .filter(words -> words.matches("\\d{1,6}"))
        .map(words -> OptionalDouble.of(Integer.parseInt(words) / 1e3))
        .orElse(OptionalDouble.empty());
  }

  private void gauges() {
    for (Rail rail : rails) {
      String name = "power_" + rail.label.toLowerCase(Locale.ROOT);
      gauges.add(gauge(name, rail.window, rail.chip.toString()), Tier.ENERGY, rail.watts);
    }
    Optional<Rail> whole = rails.stream().filter(Rail::whole).findFirst();
    if (whole.isPresent()) {
      Rail total = whole.get();
      gauges.add(
          gauge("power_total", total.window, "rail " + total.label), Tier.ENERGY, total.watts);
    } else if (!rails.isEmpty()) {
      gauges.add(gauge("power_total", OptionalDouble.empty(), sum()), Tier.ENERGY, this::all);
    }
  }

  private String sum() {
    return "sum of " + String.join(", ", rails.stream().map(Rail::label).toList());
  }

  private double all() throws Probe.Unread {
    double watts = 0;
    for (Rail rail : rails) {
      watts += rail.watts.read();
    }
    return watts;
  }

  private Gauge gauge(String name, OptionalDouble window, String source) {
    return new Gauge(device, name, "W", Gauge.Kind.WINDOW_AVERAGE, source, window);
  }
}
