package dev.zoetrope.telemetry;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The CPU packages' energy counters (Intel and AMD), where root has opened them to users. */
final class RaplProvider implements Provider {
  private static final double MICRO = 1e-6;

  private final List<Device> devices = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();
  private final List<LinuxFile> files = new ArrayList<>();

  private RaplProvider() {}

  /**
   * Opens each package's counter.
   *
   * @throws Missing if there is none, or none that may be read
   */
  static RaplProvider open(Path root) throws Missing {
    RaplProvider provider = new RaplProvider();
    Path powercap = root.resolve("sys/class/powercap");
    try (DirectoryStream<Path> zones = Files.newDirectoryStream(powercap, "intel-rapl:[0-9]*")) {
      for (Path zone : zones) {
        provider.addPackage(zone);
      }
    } catch (IOException e) {
      provider.close();
      throw new Missing("this machine tells no CPU energy (" + powercap + " is not there)");
    } catch (Missing e) {
      provider.close();
      throw e;
    }
    if (provider.devices.isEmpty()) {
      throw new Missing("this machine tells no CPU energy (no package in " + powercap + ")");
    }
    return provider;
  }

  /** A package; its parts have a second colon and are inside its number already. */
  private void addPackage(Path zone) throws Missing, IOException {
    String folder = zone.getFileName().toString();
    if (folder.indexOf(':') != folder.lastIndexOf(':')) {
      return;
    }
    String name = Files.readString(zone.resolve("name")).strip();
    if (name.startsWith("package")) {
      add(name, zone);
    }
  }

  private void add(String name, Path zone) throws Missing {
    LinuxFile energy = LinuxFile.open(zone.resolve("energy_uj"), 64);
    files.add(energy);
    devices.add(new Device(name, "CPU " + name, "rapl", Map.of()));
    RaplCounter counter = new RaplCounter(range(zone));
    probes.add(
        new FileProbe(
            new Gauge(
                name,
                "energy",
                "J",
                Gauge.Kind.COUNTER,
                "RAPL " + zone.getFileName() + "/energy_uj",
                OptionalDouble.empty()),
            Tier.ENERGY,
            () -> counter.unwrapped(energy.number()) * MICRO));
  }

  private double range(Path zone) throws Missing {
    LinuxFile range = LinuxFile.open(zone.resolve("max_energy_range_uj"), 64);
    try {
      return range.number();
    } catch (Probe.Unread e) {
      throw new Missing(e.reason());
    } finally {
      range.close();
    }
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
    files.forEach(LinuxFile::close);
  }
}
