package dev.zoetrope.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine that a number was measured on, as far as it can be told without rights.
 *
 * @param facts name to value, in the order in which they are shown; what is not known is not there
 */
public record MachineFacts(Map<String, Object> facts) {
  public MachineFacts {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** Of the machine that this process runs on. */
  public static MachineFacts read() {
    return read(Path.of("/proc/cpuinfo"), Path.of("/proc/meminfo"));
  }

  static MachineFacts read(Path cpuinfo, Path meminfo) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("arch", System.getProperty("os.arch"));
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    line(cpuinfo, "model name").ifPresent(cpu -> facts.put("cpu", cpu));
    line(meminfo, "MemTotal")
        .flatMap(MachineFacts::bytes)
        .ifPresent(b -> facts.put("memory_bytes", b));
    return new MachineFacts(facts);
  }

  private static Optional<String> line(Path file, String key) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
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
