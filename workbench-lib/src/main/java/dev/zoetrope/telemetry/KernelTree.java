package dev.zoetrope.telemetry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks around in /sys and /proc, where much may be missing or barred. */
final class KernelTree {
  private KernelTree() {}

  /** The entries of a folder that match, by name; none if it cannot be listed. */
  static List<Path> entries(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      entries.forEach(found::add);
    } catch (IOException e) {
      return List.of();
    }
    return found.stream().sorted().toList();
  }

  /** What a file says, on one line; empty if it says nothing or cannot be read. */
  static Optional<String> words(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return Optional.of(text.replace('\0', ' ').strip()).filter(words -> !words.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The chips of a folder of sensors. */
  static List<Path> chips(Path hwmon) {
    return entries(hwmon, "hwmon[0-9]*");
  }
}
