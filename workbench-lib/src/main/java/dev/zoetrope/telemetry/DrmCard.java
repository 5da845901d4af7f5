package dev.zoetrope.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graphics card as Linux shows it.
 *
 * @param folder {@code sys/class/drm/card0}
 * @param id its place on the bus, which stays across restarts
 */
record DrmCard(Path folder, String id) {
  /**
   * The cards of a vendor, such as {@code 0x1002}; a name with a hyphen is a socket for a screen.
   */
  static List<DrmCard> of(Path root, String vendor) {
    return KernelTree.entries(root.resolve("sys/class/drm"), "card[0-9]*").stream()
        .filter(card -> !card.getFileName().toString().contains("-"))
        .filter(
            card ->
                KernelTree.words(card.resolve("device/vendor")).filter(vendor::equals).isPresent())
        .map(card -> new DrmCard(card, id(card)))
        .toList();
  }

  private static String id(Path card) {
    try {
      return Files.isSymbolicLink(card.resolve("device"))
          ? card.resolve("device").toRealPath().getFileName().toString()
          : card.getFileName().toString();
    } catch (IOException e) {
      return card.getFileName().toString();
    }
  }

  Path device(String file) {
    return folder.resolve("device").resolve(file);
  }

  /** The card's own sensors. */
  Optional<Path> sensors() {
    return KernelTree.chips(device("hwmon")).stream().findFirst();
  }

  /** Whether it sleeps: a read would wake it and be the measurement's own load. */
  boolean asleep() {
    return KernelTree.words(device("power/runtime_status"))
        .filter(status -> status.startsWith("suspend"))
        .isPresent();
  }

  /** What is known of it at once. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("pci", id);
    KernelTree.words(device("device")).ifPresent(chip -> facts.put("chip", chip));
    if (asleep()) {
      facts.put("asleep", "yes; it is not read, for that would wake it");
    }
    return facts;
  }

  /** By its product's name, where the driver tells one. */
  String name(String maker) {
    return KernelTree.words(device("product_name"))
        .orElseGet(() -> maker + " GPU " + KernelTree.words(device("device")).orElse(id));
  }
}
