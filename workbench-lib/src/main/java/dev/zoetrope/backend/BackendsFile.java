package dev.zoetrope.backend;

import dev.zoetrope.media.DidYouMean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The names that the user gave to backends: {@code backends.yaml} in the working folder, or the
 * file that the environment variable {@code ZOETROPE_BACKENDS} names. Read anew for each name, so
 * that an edit counts at once.
 */
final class BackendsFile {
  static final String VARIABLE = "ZOETROPE_BACKENDS";
  private static final Path USUAL = Path.of("backends.yaml");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][\\w.-]{0,63}");

  private final Function<String, Optional<String>> environment;

  BackendsFile(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  /** Whether these letters may be a name; an address holds a colon. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * The backend of this name.
   *
   * @throws BackendException if there is none, or the file cannot be understood
   */
  BackendEntry entry(String name) {
    Path file = file();
    if (!Files.exists(file)) {
      throw new BackendException.UnknownBackend(
          "No backend goes by \""
              + name
              + "\", and there is no "
              + file.getFileName()
              + " to name one; write an address such as embedded:tiny or http://127.0.0.1:8080.");
    }
    Map<String, YamlPlace> places = places(file);
    YamlPlace place = places.get(name);
    if (place == null) {
      throw unknown(name, file, places);
    }
    // All of them, so that a slip in one is not found out on the day it is needed.
    places.forEach((n, p) -> entry(n, p, file));
    return entry(name, place, file);
  }

  private static BackendException unknown(String name, Path file, Map<String, YamlPlace> places) {
    return new BackendException.UnknownBackend(
        "No backend goes by \""
            + name
            + "\"."
            + DidYouMean.hint(name, places.keySet())
            + " "
            + file.getFileName()
            + (places.isEmpty()
                ? " names none yet; write them below \"backends:\"."
                : " names: " + String.join(", ", places.keySet()) + "."));
  }

  private static BackendEntry entry(String name, YamlPlace place, Path file) {
    if (!isName(name)) {
      throw place.wrong(
          "the name above may hold letters, digits, dots, hyphens and underscores only.");
    }
    return new EntryReader(name, file.toAbsolutePath().getParent()).read(place);
  }

  private Path file() {
    return environment.apply(VARIABLE).filter(f -> !f.isBlank()).map(Path::of).orElse(USUAL);
  }

  private static Map<String, YamlPlace> places(Path file) {
    return YamlPlace.of(String.valueOf(file.getFileName()), text(file))
        .flatMap(
            root -> Optional.ofNullable(root.fields(EntryReader.TOP).get(EntryReader.TOP.get(0))))
        .map(YamlPlace::fields)
        .orElse(Map.of());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BackendException.BadSettings(
          file.getFileName() + " cannot be read as UTF-8 text; check what it is.");
    }
  }

  /** "1500ms", "30s", "5m". */
  static Duration duration(YamlPlace place) {
    String text = place.text();
    if (!text.matches("[1-9]\\d{0,6}(ms|s|m)")) {
      throw place.wrong("a time is expected here, such as 1500ms, 30s or 5m.");
    }
    long count = Long.parseLong(text.replaceFirst("\\D+", ""));
    if (text.endsWith("ms")) {
      return Duration.ofMillis(count);
    }
    return text.endsWith("s") ? Duration.ofSeconds(count) : Duration.ofMinutes(count);
  }

  /** The fields' names, for the schema's test. */
  static List<String> fields() {
    return EntryReader.FIELDS;
  }
}
