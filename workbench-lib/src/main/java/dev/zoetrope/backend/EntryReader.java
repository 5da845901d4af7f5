package dev.zoetrope.backend;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one backend out of {@code backends.yaml}. */
final class EntryReader {
  static final List<String> TOP = List.of("backends");
  static final List<String> FIELDS =
      List.of("uri", "key", "ca", "headers", "timeouts", "max-images", "extras");
  static final List<String> KEY = List.of("env", "file");
  static final List<String> TIMEOUTS = List.of("connect", "first-byte", "stall", "total", "busy");

  /** What only a server has. */
  private static final List<String> WIRE = List.of("key", "ca", "headers", "timeouts", "extras");

  private static final Pattern VARIABLE = Pattern.compile("[A-Z_][A-Z0-9_]{0,99}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "content-length", "content-type", "transfer-encoding", "connection");
  private static final String HOW = " write key: {env: VARIABLE} or key: {file: PATH} instead.";

  private final String name;
  private final @Nullable Path folder;

  EntryReader(String name, @Nullable Path folder) {
    this.name = name;
    this.folder = folder;
  }

  BackendEntry read(YamlPlace place) {
    Map<String, YamlPlace> fields = place.fields(FIELDS);
    if (!fields.containsKey("uri")) {
      throw place.wrong("the backend " + name + " has no uri; add one.");
    }
    BackendEntry entry =
        new BackendEntry(
            name,
            uri(fields.get("uri")),
            field(fields, "key").map(this::key),
            field(fields, "ca").map(this::path),
            field(fields, "headers").map(EntryReader::headers).orElse(Map.of()),
            field(fields, "timeouts").map(EntryReader::limits).orElse(HttpLimits.usual()),
            field(fields, "extras").map(EntryReader::extras).orElse(Map.of()),
            field(fields, "max-images")
                .map(p -> OptionalInt.of(p.count()))
                .orElse(OptionalInt.empty()));
    refuseWire(entry, fields);
    return entry;
  }

  private static Optional<YamlPlace> field(Map<String, YamlPlace> fields, String field) {
    return Optional.ofNullable(fields.get(field));
  }

  private static String uri(YamlPlace place) {
    String uri = place.text();
    if (BackendsFile.isName(uri)) {
      throw place.wrong("an address is expected here, such as http://127.0.0.1:8080#model.");
    }
    if (uri.matches("(?i)https?://.*")) {
      try {
        HttpAddress.parse(uri);
      } catch (BackendException.UnknownBackend e) {
        throw place.wrong(e.getMessage());
      }
    }
    return uri;
  }

  private static void refuseWire(BackendEntry entry, Map<String, YamlPlace> fields) {
    fields.forEach(
        (field, place) -> {
          if (!entry.isServer() && WIRE.contains(field)) {
            throw place.wrong(field + " is for an http or https address only; leave it out.");
          }
        });
  }

  private KeyReference key(YamlPlace place) {
    if (place.isText()) {
      throw place.wrong("a key never stands in this file;" + HOW);
    }
    Map<String, YamlPlace> fields = place.fields(KEY);
    if (fields.size() != 1) {
      throw place.wrong("one of env and file is expected here.");
    }
    YamlPlace file = fields.get("file");
    return file == null
        ? KeyReference.variable(variable(fields.get("env")))
        : KeyReference.file(path(file));
  }

  private static String variable(@Nullable YamlPlace place) {
    if (place == null || !VARIABLE.matcher(place.text()).matches()) {
      throw new BackendException.BadSettings(
          place == null
              ? "key needs env or file."
              : place
                  .wrong(
                      "the name of an environment variable is expected here, such as LAB_KEY; if"
                          + " this is the key itself, put it into one.")
                  .getMessage());
    }
    return place.text();
  }

  private Path path(YamlPlace place) {
    String text = place.text();
    try {
      Path path =
          text.startsWith("~/")
              ? Path.of(System.getProperty("user.home"), text.substring(2))
              : Path.of(text);
      return folder == null ? path : folder.resolve(path);
    } catch (InvalidPathException e) {
      throw place.wrong("the path of a file is expected here.");
    }
  }

  private static Map<String, String> headers(YamlPlace place) {
    Map<String, String> headers = new LinkedHashMap<>();
    place
        .fields()
        .forEach(
            (header, value) -> {
              if (InlineKey.isHeader(header, value.text())) {
                throw value.wrong("a header that carries a key never stands in this file;" + HOW);
              }
              if (OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT))) {
                throw value.wrong("this header belongs to the connection; leave it out.");
              }
              if (!HEADER.matcher(header).matches() || !value.text().matches("[ -~]+")) {
                throw value.wrong("a header has a plain name and one line of plain letters.");
              }
              headers.put(header, value.text());
            });
    return Map.copyOf(headers);
  }

  private static HttpLimits limits(YamlPlace place) {
    HttpLimits usual = HttpLimits.usual();
    Map<String, YamlPlace> fields = place.fields(TIMEOUTS);
    return new HttpLimits(
        time(fields, "connect", usual.connect()),
        time(fields, "first-byte", usual.firstByte()),
        time(fields, "stall", usual.stall()),
        time(fields, "total", usual.total()),
        time(fields, "busy", usual.busy()),
        usual.eventBytes(),
        usual.answerBytes(),
        HttpLimits.Probe.raised(given(fields, "connect"), given(fields, "first-byte")));
  }

  private static Duration time(Map<String, YamlPlace> fields, String field, Duration usual) {
    return given(fields, field).orElse(usual);
  }

  private static Optional<Duration> given(Map<String, YamlPlace> fields, String field) {
    return field(fields, field).map(BackendsFile::duration);
  }

  private static Map<String, Object> extras(YamlPlace place) {
    Map<String, Object> values = place.values();
    if (InlineKey.isIn(values)) {
      throw place.wrong("a key never stands in this file, nor in a request's fields;" + HOW);
    }
    VlmRequest.own(values)
        .ifPresent(
            name -> {
              throw place.wrong(
                  "every request writes the field " + name + " itself; leave it out here.");
            });
    return values;
  }
}
