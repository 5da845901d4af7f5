package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that has gauges.
 *
 * @param id stable across restarts: a GPU's UUID, "cpu", "memory"
 * @param name for people: "NVIDIA H100 80GB HBM3"
 * @param provider who reads it: "nvml", "linux"
 * @param facts what never changes while it runs, in the order in which it is shown: driver version,
 *     memory size; what is not known is not there
 */
public record Device(String id, String name, String provider, Map<String, String> facts) {
  public Device {
    requireNonNull(id, "id is null");
    requireNonNull(name, "name is null");
    requireNonNull(provider, "provider is null");
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** Whether it is a processor, not a GPU. */
  public boolean isCpu() {
    return provider.equals("rapl") || provider.equals("linux");
  }
}
