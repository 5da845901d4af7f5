package dev.zoetrope.kernel.jshell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.kernel.display.Nanos;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class OffspringTest {
  private static final long SECOND = 1_000_000_000L;

  private final long begun = Nanos.now();
  private final Process child = start();

  private static Process start() {
    try {
      Process child =
          new ProcessBuilder("sh", "-c", "sleep 60 & echo running; wait")
              .redirectErrorStream(true)
              .start();
      int ready = child.getInputStream().read();
      assertThat(ready).isEqualTo('r');
      return child;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @AfterEach
  void end() {
    child.descendants().forEach(ProcessHandle::destroyForcibly);
    child.destroyForcibly();
  }

  @Test
  void aProcessStartedJustNowIsFoundWithItsOwnChildren() {
    List<Long> found = Offspring.since(begun).map(ProcessHandle::pid).toList();

    assertThat(found).contains(child.pid());
    assertThat(found).containsAll(child.descendants().map(ProcessHandle::pid).toList());
    assertThat(child.descendants()).isNotEmpty();
  }

  @Test
  void aProcessOfAnEarlierRunIsLeftAlone() {
    assertThat(Offspring.since(Nanos.now() + SECOND).map(ProcessHandle::pid))
        .doesNotContain(child.pid());
  }
}
