package dev.zoetrope.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * One number of one device that can be read again and again.
 *
 * @param device the device's id: "GPU-6f3c…" or "cpu"
 * @param name stable: "power_instant", "memory_used"
 * @param unit SI: "W", "J", "B", "%", "MHz", "°C"; empty for counts and bit masks
 * @param kind what one value stands for
 * @param source who tells it: "NVML nvmlDeviceGetTotalEnergyConsumption"
 * @param windowSeconds over how long a {@link Kind#WINDOW_AVERAGE} looks back, where it is known
 */
public record Gauge(
    String device,
    String name,
    String unit,
    Kind kind,
    String source,
    OptionalDouble windowSeconds) {
  public Gauge {
    requireNonNull(device, "device is null");
    requireNonNull(name, "name is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(source, "source is null");
    requireNonNull(windowSeconds, "windowSeconds is null");
  }

  /** Whether it is a running total of the joules that its device took. */
  public boolean isEnergy() {
    return kind == Kind.COUNTER && unit.equals("J");
  }

  /** What one value stands for. */
  public enum Kind {
    /** The moment of the read. */
    INSTANT,
    /** The mean of a window before the read: blind to what is shorter. */
    WINDOW_AVERAGE,
    /** A running total: only differences mean anything. */
    COUNTER
  }
}
