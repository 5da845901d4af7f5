package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.metrics.Samples;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A load that was measured before, read from its JSON, to be set beside another. */
public final class EarlierLoad {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode metrics;
  private final Map<String, Object> machine;

  private EarlierLoad(JsonNode metrics, Map<String, Object> machine) {
    this.metrics = metrics;
    this.machine = machine;
  }

  /**
   * Reads what {@link LoadJson} made.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static EarlierLoad read(String json) {
    JsonNode load = tree(requireNonNull(json, "json is null"));
    JsonNode metrics = load.path("summary").path("metrics");
    if (!metrics.isObject() || !load.path("machine").isObject()) {
      throw new IllegalArgumentException("it has no summary with metrics, or no machine");
    }
    return new EarlierLoad(
        metrics,
        JSON.convertValue(
            load.path("machine"), new TypeReference<LinkedHashMap<String, Object>>() {}));
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
  }

  /** What was known of its machine. */
  public Map<String, Object> machine() {
    return Collections.unmodifiableMap(machine);
  }

  /**
   * Medians then and now; a metric that one of both lacks is left out.
   *
   * @param unlike facts in which the two machines differ; they stand above the numbers
   */
  public String beside(LoadSummary now, List<String> unlike) {
    String warning =
        unlike.isEmpty()
            ? ""
            : "! UNLIKE MACHINES: they differ in "
                + String.join(", ", unlike)
                + "; the difference below is of them too\n";
    return warning
        + String.format(Locale.ROOT, "%-18s %10s %10s %10s%n", "p50", "earlier", "now", "ratio")
        + now.lines().stream().map(this::row).collect(Collectors.joining());
  }

  private String row(LoadSummary.Line line) {
    JsonNode then = metrics.path(line.tag()).path("p50").path("value");
    return line.samples()
        .percentile(0.5)
        .map(Samples.Percentile::value)
        .filter(value -> then.isNumber())
        .map(value -> row(line.tag(), then.asDouble(), value))
        .orElse("");
  }

  private static String row(String tag, double then, double now) {
    String ratio = then > 0 ? String.format(Locale.ROOT, "%.3f", now / then) : "-";
    return String.format(Locale.ROOT, "%-18s %10.2f %10.2f %10s%n", tag, then, now, ratio);
  }
}
