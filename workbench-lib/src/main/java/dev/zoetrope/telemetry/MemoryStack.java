package dev.zoetrope.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The memory that CPU and GPU of one machine share, in slices that add up to all of it.
 *
 * @param gpu bytes of the GPU's processes
 * @param other what else is used and cannot be had back
 * @param reclaimable caches that give way: they compete with a model that loads
 * @param free untouched
 */
public record MemoryStack(long gpu, long other, long reclaimable, long free) {
  /**
   * Slices the memory. What the GPU's driver and the kernel count at two moments may overlap: then
   * the slices before give way.
   *
   * @param total bytes of the machine
   * @param available bytes that programs could still get
   * @param free bytes that nothing uses
   * @param gpu bytes that the GPU's processes took, in {@code total}
   */
  public static MemoryStack of(long total, long available, long free, long gpu) {
    long untouched = bounded(free, total);
    long had = bounded(available, total);
    long caches = Math.max(0, had - untouched);
    long used = total - untouched - caches;
    long taken = bounded(gpu, used);
    return new MemoryStack(taken, used - taken, caches, untouched);
  }

  private static long bounded(long bytes, long most) {
    return Math.max(0, Math.min(bytes, most));
  }

  /** Bytes in all. */
  public long total() {
    return gpu + other + reclaimable + free;
  }

  /** Of the newest numbers; empty where no GPU shares the machine's memory, or one is missing. */
  public static Optional<MemoryStack> of(List<Device> devices, Recorded recorded) {
    Optional<Long> total =
        fact(devices, "memory").map(words -> Long.parseLong(words.get("memory_bytes")));
    Optional<Long> gpu =
        devices.stream()
            .filter(device -> device.facts().getOrDefault("memory", "").contains("unified"))
            .flatMap(device -> gpu(recorded, device.id()).stream())
            .reduce(Long::sum);
    Optional<Long> available = newest(recorded, "memory", "available");
    Optional<Long> free = newest(recorded, "memory", "free");
    return total.isPresent() && gpu.isPresent() && available.isPresent() && free.isPresent()
        ? Optional.of(of(total.get(), available.get(), free.get(), gpu.get()))
        : Optional.empty();
  }

  private static Optional<Map<String, String>> fact(List<Device> devices, String id) {
    return devices.stream()
        .filter(device -> device.id().equals(id))
        .map(Device::facts)
        .filter(facts -> facts.containsKey("memory_bytes"))
        .findFirst();
  }

  private static Optional<Long> gpu(Recorded recorded, String device) {
    return newest(recorded, device, "process_memory")
        .or(() -> newest(recorded, device, "memory_used"));
  }

  private static Optional<Long> newest(Recorded recorded, String device, String name) {
    return recorded
        .of(device, name)
        .map(Series::values)
        .filter(values -> !values.isEmpty())
        .map(values -> (long) values.get(values.size() - 1).value());
  }
}
