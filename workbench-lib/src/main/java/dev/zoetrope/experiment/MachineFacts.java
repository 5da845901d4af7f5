package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine that a number was measured on, as far as it can be told without rights.
 *
 * @param facts name to value, in the order in which they are shown; what is not known is not there
 */
public record MachineFacts(Map<String, Object> facts) {
  private static final String LOAD = "load_1m";

  /** What makes two machines unlike; the load is another matter. */
  private static final List<String> KIND =
      List.of(
          "os",
          "arch",
          "cores",
          "java",
          "jvm_flags",
          "cpu",
          "memory_bytes",
          "governor",
          "clock_source",
          "gpu",
          "gpu_driver");

  public MachineFacts {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** Of the machine that this process runs on, and its load now. */
  public static MachineFacts read() {
    return read(Path.of("/"), ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  /**
   * @param root under which {@code proc} and {@code sys} are
   * @param arguments of the virtual machine
   */
  static MachineFacts read(Path root, List<String> arguments) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("arch", System.getProperty("os.arch"));
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("jvm_flags", flags(arguments));
    line(root.resolve("proc/cpuinfo"), "model name").ifPresent(cpu -> facts.put("cpu", cpu));
    line(root.resolve("proc/meminfo"), "MemTotal")
        .flatMap(MachineFacts::bytes)
        .ifPresent(b -> facts.put("memory_bytes", b));
    Path system = root.resolve("sys/devices/system");
    first(system.resolve("cpu/cpu0/cpufreq/scaling_governor"))
        .ifPresent(governor -> facts.put("governor", governor));
    first(system.resolve("clocksource/clocksource0/current_clocksource"))
        .ifPresent(clock -> facts.put("clock_source", clock));
    Path nvidia = root.resolve("proc/driver/nvidia");
    gpus(nvidia.resolve("gpus")).ifPresent(gpu -> facts.put("gpu", gpu));
    first(nvidia.resolve("version")).ifPresent(driver -> facts.put("gpu_driver", driver));
    load(root.resolve("proc/loadavg")).ifPresent(load -> facts.put(LOAD, load));
    return new MachineFacts(facts);
  }

  /** The same with the load at the end of what was measured beside that before it. */
  public MachineFacts until(MachineFacts end) {
    requireNonNull(end, "end is null");
    Map<String, Object> both = new LinkedHashMap<>(facts);
    Optional.ofNullable(end.facts().get(LOAD)).ifPresent(load -> both.put(LOAD + "_end", load));
    return new MachineFacts(both);
  }

  /**
   * In what two machines differ, the virtual machine and its flags included and the load not; a
   * comparison of their numbers must say so.
   *
   * @return names of facts, empty if the machines are alike
   */
  public List<String> unlike(MachineFacts other) {
    requireNonNull(other, "other is null");
    return KIND.stream()
        .filter(fact -> !Objects.equals(shown(facts.get(fact)), shown(other.facts().get(fact))))
        .toList();
  }

  /** A number that went through JSON may have come back as one of another type. */
  private static String shown(@Nullable Object fact) {
    return String.valueOf(fact);
  }

  /** Properties are left out: they may hold secrets. */
  private static String flags(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> argument.startsWith("-X"))
        .collect(Collectors.joining(" "));
  }

  private static Optional<String> gpus(Path folder) {
    try (Stream<Path> each = Files.list(folder)) {
      return Optional.of(
              each.sorted()
                  .flatMap(gpu -> line(gpu.resolve("information"), "Model").stream())
                  .collect(Collectors.joining(", ")))
          .filter(names -> !names.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Double> load(Path file) {
    return first(file)
        .map(line -> line.substring(0, Math.max(0, line.indexOf(' '))))
        .filter(number -> number.matches("\\d+\\.\\d+"))
        .map(Double::valueOf);
  }

  private static Optional<String> first(Path file) {
    return line(file, "");
  }

  private static Optional<String> line(Path file, String key) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.isEmpty() ? 0 : line.indexOf(':') + 1).strip())
          .filter(line -> !line.isEmpty())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> bytes(String kibibytes) {
    String digits = kibibytes.replaceAll("\\D", "");
    return digits.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(digits) * 1024);
  }
}
