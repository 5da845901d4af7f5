package dev.zoetrope.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kernel's files that the providers read, as they were at one moment: with them a machine that
 * one does not have can be read again. A card that sleeps is not woken.
 *
 * @param files by path
 */
public record RawTree(List<RawFile> files) {
  /** A table of metrics has some kilobytes; what is longer is none of these files. */
  private static final int LONGEST = 64 * 1024;

  private static final int MOST = 4000;

  private static final String CARDS = "sys/class/drm/card[0-9]*/";
  private static final String SENSORS =
      "{name,update_interval,in*_label,in*_input,curr*_input,power*_input,power*_average,power1_cap,"
          + "power1_max,energy1_input,freq*_input,temp*_input,temp*_label}";

  private static final List<String> WHERE =
      List.of(
          "proc/stat",
          "proc/meminfo",
          "proc/loadavg",
          "proc/device-tree/{model,compatible}",
          "etc/nv_tegra_release",
          "sys/class/powercap/intel-rapl:*/{name,energy_uj,max_energy_range_uj}",
          "sys/class/hwmon/hwmon[0-9]*/" + SENSORS,
          "sys/class/devfreq/*/cur_freq",
          "sys/class/devfreq/*/device/load",
          "sys/class/devfreq/*/device/of_node/name",
          "sys/class/thermal/thermal_zone*/{type,temp}",
          "sys/devices/platform/gpu.0/load",
          "sys/devices/gpu.0/load",
          "sys/devices/platform/bus@0/17000000.gpu/load",
          CARDS + "device",
          CARDS + "device/{vendor,device,product_name}",
          CARDS + "device/power/runtime_status",
          CARDS + "gt/gt0/rps_act_freq_mhz",
          CARDS + "device/tile0/gt0/freq0/act_freq",
          CARDS + "device/{gpu_busy_percent,mem_busy_percent,gpu_metrics,mem_info_*}",
          CARDS + "device/hwmon/hwmon[0-9]*/" + SENSORS);

  public RawTree {
    files = List.copyOf(files);
  }

  /** What stands below a root now. */
  static RawTree of(Path root) {
    List<Path> sleeping =
        KernelTree.entries(root.resolve("sys/class/drm"), "card[0-9]*").stream()
            .filter(RawTree::isAsleep)
            .toList();
    return new RawTree(
        WHERE.stream()
            .flatMap(pattern -> found(root, pattern))
            .filter(file -> isIdentity(file) || sleeping.stream().noneMatch(file::startsWith))
            .limit(MOST)
            .flatMap(file -> read(root, file).stream())
            .toList());
  }

  private static boolean isAsleep(Path card) {
    return new DrmCard(card, "").asleep();
  }

  /** What the kernel knows of a card without asking it. */
  private static boolean isIdentity(Path file) {
    String path = file.toString();
    return path.endsWith("/device")
        || path.endsWith("/vendor")
        || path.endsWith("/product_name")
        || path.endsWith("/runtime_status");
  }

  private static Stream<Path> found(Path root, String pattern) {
    List<Path> at = List.of(root);
    for (String name : pattern.split("/", -1)) {
      List<Path> next = new ArrayList<>();
      at.forEach(folder -> next.addAll(KernelTree.entries(folder, name)));
      at = next;
    }
    return at.stream();
  }

  private static Optional<RawFile> read(Path root, Path file) {
    String path = root.relativize(file).toString();
    if (!Files.isDirectory(file)) {
      return Optional.of(new RawFile(path, content(file), Optional.empty()));
    }
    return link(file).map(name -> new RawFile(path, Optional.empty(), Optional.of(name)));
  }

  private static Optional<String> link(Path file) {
    try {
      return Files.isSymbolicLink(file)
          ? Optional.of(file.toRealPath().getFileName().toString())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> content(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(LONGEST), ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes it below a folder.
   *
   * @throws IllegalArgumentException if a path leads out of the folder: then nobody recorded it
   */
  void writeTo(Path folder) throws IOException {
    for (RawFile file : files) {
      if (file.link().isPresent()) {
        link(folder, inside(folder, file.path()), file.link().get());
      }
    }
    for (RawFile file : files) {
      if (file.content().isPresent()) {
        write(inside(folder, file.path()), file.content().get());
      }
    }
  }

  private static void link(Path folder, Path from, String name) throws IOException {
    Path to = Files.createDirectories(inside(folder, "sys/devices/" + name));
    Files.createDirectories(from.getParent());
    Files.createSymbolicLink(from, to);
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(ISO_8859_1));
  }

  private static Path inside(Path folder, String path) {
    Path file = folder.resolve(path).normalize();
    if (!path.matches("[\\w.:@,+/-]{1,300}") || !file.startsWith(folder) || file.equals(folder)) {
      throw new IllegalArgumentException(
          "This capture names a file that no kernel has: take it from where it was made.");
    }
    return file;
  }
}
