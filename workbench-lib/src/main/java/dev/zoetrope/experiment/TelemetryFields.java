package dev.zoetrope.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.telemetry.Device;
import dev.zoetrope.telemetry.Gauge;
import dev.zoetrope.telemetry.RawFile;
import dev.zoetrope.telemetry.Sample;
import dev.zoetrope.telemetry.SamplerReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The parts of a capture's lines; what is not as the schema says is an {@link
 * IllegalArgumentException}.
 */
final class TelemetryFields {
  private TelemetryFields() {}

  static String text(JsonNode node, String field) {
    return optional(node, field)
        .orElseThrow(() -> new IllegalArgumentException("it has no " + field));
  }

  private static Optional<String> optional(JsonNode node, String field) {
    return Optional.of(node.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private static double number(JsonNode node, String field) {
    return some(node, field).orElseThrow(() -> new IllegalArgumentException("no " + field));
  }

  private static OptionalDouble some(JsonNode node, String field) {
    return node.path(field).isNumber()
        ? OptionalDouble.of(finite(node.path(field)))
        : OptionalDouble.empty();
  }

  private static double finite(JsonNode node) {
    if (!Double.isFinite(node.asDouble())) {
      throw new IllegalArgumentException("a number without measure");
    }
    return node.asDouble();
  }

  static Map<String, String> words(JsonNode node) {
    Map<String, String> words = new LinkedHashMap<>();
    node.properties().forEach(field -> words.put(field.getKey(), field.getValue().asText()));
    return words;
  }

  static List<Device> devices(JsonNode line) {
    List<Device> devices = new ArrayList<>();
    for (JsonNode node : line.path("devices")) {
      devices.add(
          new Device(
              text(node, "id"),
              text(node, "name"),
              text(node, "provider"),
              words(node.path("facts"))));
    }
    return devices;
  }

  static List<Gauge> gauges(JsonNode line) {
    List<Gauge> gauges = new ArrayList<>();
    for (JsonNode node : line.path("gauges")) {
      gauges.add(
          new Gauge(
              text(node, "device"),
              text(node, "name"),
              text(node, "unit"),
              Gauge.Kind.valueOf(text(node, "kind").toUpperCase(Locale.ROOT)),
              text(node, "source"),
              some(node, "window_seconds")));
    }
    return gauges;
  }

  static SamplerReport sampler(JsonNode line) {
    JsonNode node = line.path("sampler");
    return new SamplerReport(
        number(node, "seconds"),
        number(node, "duty"),
        some(node, "p99_call_micros"),
        (long) number(node, "reads"),
        (long) number(node, "gaps"),
        node.path("slowed").isInt()
            ? OptionalInt.of(node.path("slowed").asInt())
            : OptionalInt.empty());
  }

  static List<Sample> samples(JsonNode line) {
    JsonNode steps = line.path("steps_ns");
    JsonNode took = line.path("took_ns");
    JsonNode values = line.path("values");
    if (steps.size() != took.size() || steps.size() != values.size()) {
      throw new IllegalArgumentException("its lists have different lengths");
    }
    List<Sample> samples = new ArrayList<>(steps.size());
    long at = (long) number(line, "from_ns");
    int gaps = 0;
    for (int i = 0; i < steps.size(); i++) {
      at += steps.get(i).asLong();
      long until = at + took.get(i).asLong();
      samples.add(
          values.get(i).isNumber()
              ? new Sample.Value(at, until, finite(values.get(i)))
              : gap(line, at, until, gaps++));
    }
    return samples;
  }

  private static Sample gap(JsonNode line, long from, long to, int number) {
    JsonNode reason = line.path("reasons").path(line.path("why").path(number).asInt(-1));
    return new Sample.Gap(from, to, text(reason, "code"), text(reason, "words"));
  }

  static RawFile file(JsonNode line) {
    return new RawFile(text(line, "path"), optional(line, "content"), optional(line, "link"));
  }
}
