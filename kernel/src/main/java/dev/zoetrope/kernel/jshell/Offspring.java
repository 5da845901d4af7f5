package dev.zoetrope.kernel.jshell;

import dev.zoetrope.kernel.display.Nanos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** The processes that a run has started, and those that they have started in their turn. */
final class Offspring {
  /** The system tells a process's start in hundredths of a second. */
  private static final Duration TOLERANCE = Duration.ofMillis(20);

  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final Path STATISTICS = Path.of("/proc/stat");
  private static final String BOOT = "btime ";

  private Offspring() {}

  /**
   * Those started since then that still run.
   *
   * @param nanos when the run began, on {@link Nanos}' clock
   */
  static Stream<ProcessHandle> since(long nanos) {
    Instant since = now().minusNanos(Nanos.now() - nanos).minus(TOLERANCE);
    return ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().startInstant().filter(since::isBefore).isPresent());
  }

  /**
   * Now, as starts of processes are told. On Linux those are a time since the boot added to a boot
   * time of whole seconds, up to a second off the clock.
   */
  private static Instant now() {
    try {
      if (Files.isReadable(UPTIME)) {
        String uptime = Files.readString(UPTIME);
        double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        return boot().plusMillis((long) (seconds * 1000));
      }
    } catch (IOException | RuntimeException e) {
      // A /proc of another kind: the clock is the best that is left.
      return Instant.now();
    }
    return Instant.now();
  }

  private static Instant boot() throws IOException {
    try (Stream<String> lines = Files.lines(STATISTICS)) {
      return lines
          .filter(line -> line.startsWith(BOOT))
          .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring(BOOT.length()).strip())))
          .findFirst()
          .orElseThrow();
    }
  }
}
