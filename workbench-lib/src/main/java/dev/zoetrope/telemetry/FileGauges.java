package dev.zoetrope.telemetry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The gauges of one provider that lie behind small files of the kernel. It owns the files; one that
 * cannot be opened is a gauge without a value, with the reason.
 */
final class FileGauges implements AutoCloseable {
  private static final int BYTES = 4096;

  private final List<LinuxFile> files = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();

  /** A gauge that such a device should have. */
  void add(Gauge gauge, Tier tier, Path file, Reading reading) {
    FileProbe.Source source;
    try {
      LinuxFile opened = open(file);
      source = () -> reading.of(opened);
    } catch (Provider.Missing e) {
      source = absent(e.reason());
    }
    probes.add(new FileProbe(gauge, tier, source));
  }

  /** A gauge that only some have. */
  void addIfThere(Gauge gauge, Tier tier, Path file, Reading reading) {
    if (Files.exists(file)) {
      add(gauge, tier, file, reading);
    }
  }

  /** A gauge that is read by other means than one file. */
  void add(Gauge gauge, Tier tier, FileProbe.Source source) {
    probes.add(new FileProbe(gauge, tier, source));
  }

  /** Keeps it open until these gauges are closed. */
  LinuxFile open(Path file) throws Provider.Missing {
    LinuxFile opened = LinuxFile.open(file, BYTES);
    files.add(opened);
    return opened;
  }

  static FileProbe.Source absent(String reason) {
    return () -> {
      throw new Probe.Unread(reason);
    };
  }

  static Gauge instant(String device, String name, String unit, Path source) {
    return gauge(device, name, unit, Gauge.Kind.INSTANT, source, OptionalDouble.empty());
  }

  static Gauge gauge(
      String device,
      String name,
      String unit,
      Gauge.Kind kind,
      Path source,
      OptionalDouble windowSeconds) {
    return new Gauge(device, name, unit, kind, source.toString(), windowSeconds);
  }

  List<Probe> probes() {
    return List.copyOf(probes);
  }

  @Override
  public void close() {
    files.forEach(LinuxFile::close);
  }

  /** What the open file says. */
  interface Reading {
    double of(LinuxFile file) throws Probe.Unread;
  }
}
