package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recording and what it was made on: all that tables and charts need, live or from a file.
 *
 * @param devices GPUs first
 * @param missing each provider that was not there, and why
 * @param recorded what the gauges showed
 */
public record TelemetryBundle(
    List<Device> devices, Map<String, String> missing, Recorded recorded) {
  public TelemetryBundle {
    devices = List.copyOf(devices);
    missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
    requireNonNull(recorded, "recorded is null");
  }
}
