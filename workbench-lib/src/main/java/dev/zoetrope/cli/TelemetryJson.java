package dev.zoetrope.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.telemetry.Device;
import dev.zoetrope.telemetry.Recorded;
import dev.zoetrope.telemetry.SamplerReport;
import dev.zoetrope.telemetry.Series;
import dev.zoetrope.telemetry.SeriesSummary;
import dev.zoetrope.telemetry.TelemetryBundle;
import java.util.Locale;

/** Telemetry as one JSON object, schema {@code zoetrope.telemetry/1}. */
final class TelemetryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TelemetryJson() {}

  static String of(TelemetryBundle bundle) {
    Recorded recorded = bundle.recorded();
    ObjectNode root = JSON.createObjectNode().put("schema", "zoetrope.telemetry/1");
    ArrayNode devices = root.putArray("devices");
    bundle.devices().forEach(device -> device(devices.addObject(), device));
    ArrayNode gauges = root.putArray("gauges");
    recorded.series().stream().map(Series::summary).forEach(s -> gauge(gauges.addObject(), s));
    root.set("missing", JSON.valueToTree(bundle.missing()));
    sampler(root.putObject("sampler"), recorded.sampler());
    return write(root);
  }

  private static void device(ObjectNode node, Device device) {
    node.put("id", device.id()).put("name", device.name()).put("provider", device.provider());
    node.set("facts", JSON.valueToTree(device.facts()));
  }

  private static void gauge(ObjectNode node, SeriesSummary summary) {
    node.put("device", summary.gauge().device()).put("name", summary.gauge().name());
    node.put("kind", summary.gauge().kind().name().toLowerCase(Locale.ROOT));
    node.put("source", summary.gauge().source()).put("unit", summary.unit());
    summary.gauge().windowSeconds().ifPresent(w -> node.put("window_seconds", w));
    summary.mean().ifPresent(mean -> node.put("mean", mean));
    summary.least().ifPresent(least -> node.put("least", least));
    summary.most().ifPresent(most -> node.put("most", most));
    node.put("reads", summary.reads()).put("gaps", summary.gaps());
    summary.reason().ifPresent(reason -> node.put("gap_reason", reason));
  }

  private static void sampler(ObjectNode node, SamplerReport sampler) {
    node.put("seconds", sampler.seconds()).put("duty", sampler.duty());
    sampler.p99CallMicros().ifPresent(micros -> node.put("p99_call_micros", micros));
    node.put("reads", sampler.reads()).put("gaps", sampler.gaps());
    sampler.slowed().ifPresent(times -> node.put("slowed", times));
  }

  private static String write(ObjectNode root) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values always writes", e);
    }
  }
}
