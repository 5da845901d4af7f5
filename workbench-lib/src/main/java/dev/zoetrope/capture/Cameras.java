package dev.zoetrope.capture;

import dev.zoetrope.capture.Address.Traits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cameras that Linux knows of. */
public final class Cameras {
  private static final Path CLASS = Path.of("/sys/class/video4linux");

  private Cameras() {}

  /** All of them, by number; none on other systems than Linux. Nothing is opened for it. */
  public static List<Camera> list() {
    return list(CLASS);
  }

  static List<Camera> list(Path devices) {
    if (!Files.isDirectory(devices)) {
      return List.of();
    }
    try (Stream<Path> nodes = Files.list(devices)) {
      return nodes
          .filter(Cameras::picks)
          .sorted(Comparator.comparingInt(Cameras::number))
          .map(node -> new Camera("camera:" + number(node), read(node.resolve("name"))))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** A camera's second node carries no pictures but facts about them. */
  private static boolean picks(Path node) {
    return String.valueOf(node.getFileName()).matches("video\\d{1,4}")
        && (!Files.exists(node.resolve("index")) || read(node.resolve("index")).equals("0"));
  }

  private static int number(Path node) {
    return Integer.parseInt(String.valueOf(node.getFileName()).substring("video".length()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "unnamed camera";
    }
  }

  static Address address(String name, String body, Map<String, String> options) {
    if (!Files.isDirectory(Path.of("/sys/class"))) {
      throw new SourceException(
          "not_yet",
          name + ": this version opens cameras on Linux only; use a network camera or a clip.");
    }
    Path node = Path.of("/dev/video" + number(body));
    if (!Files.exists(node)) {
      throw new SourceException("missing", "There is no " + name + known(list()));
    }
    return new Address(name, node.toString(), Optional.of("v4l2"), modes(options), Traits.DEVICE);
  }

  private static int number(String body) {
    if (!body.matches("\\d{1,4}")) {
      throw new SourceException(
          "bad_parameter", "camera:" + body + " has no number: write camera:0.");
    }
    return Integer.parseInt(body);
  }

  static String known(List<Camera> cameras) {
    if (cameras.isEmpty()) {
      return " on this machine, nor any other camera: plug one in, or pass its device through to"
          + " this container or virtual machine.";
    }
    return cameras.stream()
        .map(camera -> camera.uri() + " (" + camera.name() + ")")
        .collect(Collectors.joining(", ", "; there is ", "."));
  }

  private static Map<String, String> modes(Map<String, String> options) {
    Map<String, String> modes = new LinkedHashMap<>();
    Optional.ofNullable(options.get("format")).ifPresent(kind -> modes.put("input_format", kind));
    Optional.ofNullable(options.get("size")).ifPresent(size -> modes.put("video_size", size));
    Optional.ofNullable(options.get("fps")).ifPresent(fps -> modes.put("framerate", fps));
    return Map.copyOf(modes);
  }
}
