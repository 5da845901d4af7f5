package dev.zoetrope.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A tree of the kernel's files below a folder of a test. */
final class KernelTreeRig {
  private final Path root;

  KernelTreeRig(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** Each line "path = what it says". */
  KernelTreeRig files(String lines) {
    lines
        .lines()
        .map(line -> line.split(" = ", 2))
        .forEach(line -> file(line[0].strip(), (line[1] + "\n").getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  KernelTreeRig file(String path, byte[] content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double read(Provider provider, String name) throws Probe.Unread {
    return probe(provider, name).read();
  }

  static Gauge gauge(Provider provider, String name) {
    return probe(provider, name).gauge();
  }

  static List<String> names(Provider provider) {
    return provider.probes().stream().map(probe -> probe.gauge().name()).toList();
  }

  private static Probe probe(Provider provider, String name) {
    return provider.probes().stream()
        .filter(probe -> probe.gauge().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + names(provider)));
  }
}
