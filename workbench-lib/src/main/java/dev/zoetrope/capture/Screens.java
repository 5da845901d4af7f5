package dev.zoetrope.capture;

import dev.zoetrope.capture.Address.Traits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The screen of an X server, or a part of it. */
final class Screens {
  private Screens() {}

  /** {@code screen:} means the display of this process, {@code screen::1} the display :1. */
  static Address address(String name, String body, Map<String, String> options) {
    String display =
        body.isEmpty() ? Optional.ofNullable(System.getenv("DISPLAY")).orElse("") : body;
    if (display.isEmpty()) {
      throw new SourceException(
          "missing",
          "There is no screen here (DISPLAY is not set): start this process in a desktop session,"
              + " or name an X display such as screen::1.");
    }
    String corner = options.getOrDefault("at", "0,0");
    if (!corner.matches("\\d{1,5},\\d{1,5}")) {
      throw new SourceException(
          "bad_parameter", "at=" + corner + " is no place on a screen: write at=10,20.");
    }
    return new Address(
        name, display + "+" + corner, Optional.of("x11grab"), region(options), Traits.DEVICE);
  }

  private static Map<String, String> region(Map<String, String> options) {
    Map<String, String> region = new LinkedHashMap<>();
    region.put("framerate", options.getOrDefault("fps", "15"));
    Optional.ofNullable(options.get("size")).ifPresent(size -> region.put("video_size", size));
    return Map.copyOf(region);
  }
}
