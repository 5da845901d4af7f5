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

  /** Of this process; its name, which may hold blanks, ends with the last parenthesis. */
  private static final Path STATUS = Path.of("/proc/self/stat");

  /** The start's place after the name, in hundredths of a second since the boot on every Linux. */
  private static final int START = 20;

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
   * Now, as starts of processes are told. On Linux those are times since the boot, to which the JVM
   * adds a time of the boot that is up to a second off the clock: whatever that is, it is in the
   * start of this process, too.
   */
  private static Instant now() {
    try {
      return Files.isReadable(UPTIME) ? boot().plus(uptime()) : Instant.now();
    } catch (IOException | RuntimeException e) {
      // A /proc of another kind: the clock is the best that is left.
      return Instant.now();
    }
  }

  private static Duration uptime() throws IOException {
    String uptime = Files.readString(UPTIME);
    return hundredths(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 100);
  }

  private static Instant boot() throws IOException {
    String status = Files.readString(STATUS);
    String[] words = status.substring(status.lastIndexOf(')') + 1).split(" ", -1);
    Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
    return start.minus(hundredths(Long.parseLong(words[START])));
  }

  private static Duration hundredths(double count) {
    return Duration.ofMillis(Math.round(count * 10));
  }
}
