package dev.zoetrope.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.telemetry.Device;
import dev.zoetrope.telemetry.Gauge;
import dev.zoetrope.telemetry.RawFile;
import dev.zoetrope.telemetry.Sample;
import dev.zoetrope.telemetry.SamplerReport;
import dev.zoetrope.telemetry.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Telemetry as parts of the log's lines. */
final class TelemetryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whole numbers up to here are written without a point, which is shorter. */
  private static final double WHOLE = 1e15;

  private TelemetryJson() {}

  static void devices(ObjectNode line, List<Device> devices, Map<String, String> missing) {
    ArrayNode all = line.putArray("devices");
    for (Device device : devices) {
      ObjectNode node = all.addObject().put("id", device.id()).put("name", device.name());
      node.put("provider", device.provider());
      node.set("facts", JSON.valueToTree(device.facts()));
    }
    line.set("missing", JSON.valueToTree(missing));
  }

  static void gauges(ObjectNode line, List<Series> series) {
    ArrayNode all = line.putArray("gauges");
    for (Series one : series) {
      Gauge gauge = one.gauge();
      ObjectNode node = all.addObject().put("device", gauge.device()).put("name", gauge.name());
      node.put("unit", gauge.unit()).put("kind", gauge.kind().name().toLowerCase(Locale.ROOT));
      node.put("source", gauge.source());
      gauge.windowSeconds().ifPresent(seconds -> node.put("window_seconds", seconds));
    }
  }

  static void sampler(ObjectNode line, SamplerReport sampler) {
    ObjectNode node = line.putObject("sampler");
    node.put("seconds", sampler.seconds()).put("duty", sampler.duty());
    sampler.p99CallMicros().ifPresent(micros -> node.put("p99_call_micros", micros));
    node.put("reads", sampler.reads()).put("gaps", sampler.gaps());
    sampler.slowed().ifPresent(times -> node.put("slowed", times));
  }

  /**
   * Stamps as steps from sample to sample, which are short.
   *
   * @param origin the stamp that counts as 0
   */
  static void samples(ObjectNode line, List<Sample> samples, long origin) {
    long before = samples.get(0).fromNanos();
    line.put("from_ns", before - origin);
    ArrayNode steps = line.putArray("steps_ns");
    ArrayNode took = line.putArray("took_ns");
    ArrayNode values = line.putArray("values");
    Map<List<String>, Integer> reasons = new LinkedHashMap<>();
    ArrayNode why = JSON.createArrayNode();
    for (Sample sample : samples) {
      steps.add(sample.fromNanos() - before);
      took.add(sample.toNanos() - sample.fromNanos());
      before = sample.fromNanos();
      if (sample instanceof Sample.Gap gap) {
        values.addNull();
        why.add(reasons.computeIfAbsent(List.of(gap.code(), gap.reason()), r -> reasons.size()));
      } else if (sample instanceof Sample.Value value) {
        add(values, value.value());
      }
    }
    if (!why.isEmpty()) {
      line.set("why", why);
      reasons(line.putArray("reasons"), reasons);
    }
  }

  private static void add(ArrayNode values, double value) {
    if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      values.add((long) value);
    } else {
      values.add(value);
    }
  }

  private static void reasons(ArrayNode all, Map<List<String>, Integer> reasons) {
    reasons
        .keySet()
        .forEach(reason -> all.addObject().put("code", reason.get(0)).put("words", reason.get(1)));
  }

  static void file(ObjectNode line, RawFile file) {
    line.put("path", file.path());
    file.content().ifPresent(content -> line.put("content", content));
    file.link().ifPresent(name -> line.put("link", name));
  }
}
