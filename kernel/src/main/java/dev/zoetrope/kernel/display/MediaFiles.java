package dev.zoetrope.kernel.display;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** Draws paths of pictures, videos and sounds as what they hold. */
final class MediaFiles {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("m4v", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ogg", "audio/ogg"));

  /** All of it travels inside the message and stays in the notebook. */
  private static final long MAX_BYTES = 20_000_000;

  private MediaFiles() {}

  static Map<String, Object> draw(Path path) throws IOException {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
    if (type.isEmpty() || !Files.isRegularFile(path) || !Files.isReadable(path)) {
      return Map.of();
    }
    long size = Files.size(path);
    if (size > MAX_BYTES) {
      String why = path + " (" + size / 1_000_000 + " MB, too much to show here)";
      return Map.of(Bundles.TEXT, why);
    }
    byte[] bytes = Files.readAllBytes(path);
    return type.startsWith("image/") ? picture(path, type, bytes) : player(path, type, bytes);
  }

  private static Map<String, Object> picture(Path path, String type, byte[] bytes) {
    if (!Pictures.mayBe(type, bytes)) {
      return Map.of(Bundles.TEXT, path + " (does not hold what its name says: no " + type + ")");
    }
    Object data =
        type.endsWith("+xml") ? new String(bytes, java.nio.charset.StandardCharsets.UTF_8) : bytes;
    return Map.of(type, data, Bundles.TEXT, path.toString());
  }

  private static Map<String, Object> player(Path path, String type, byte[] bytes) {
    String element = type.substring(0, type.indexOf('/'));
    String html =
        "<"
            + element
            + " controls style=\"max-width:100%\" src=\"data:"
            + type
            + ";base64,"
            + Base64.getEncoder().encodeToString(bytes)
            + "\"></"
            + element
            + ">";
    return Map.of("text/html", html, Bundles.TEXT, path.toString());
  }
}
