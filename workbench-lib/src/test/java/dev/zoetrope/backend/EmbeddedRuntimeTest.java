package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmbeddedRuntimeTest {
  @Test
  void aLongCommandLineDoesNotEndTheJvm() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlong=" + "x".repeat(9000),
                "-cp",
                System.getProperty("java.class.path"),
                Loads.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isZero();
    } finally {
      child.destroyForcibly();
    }
  }

  /** The child. */
  static final class Loads {
    public static void main(String[] args) throws InterruptedException {
      try (BackendRegistry registry = BackendRegistry.open(Ticker.system());
          VlmBackend tiny = registry.connect("embedded:tiny")) {
        tiny.prepare();
      }
    }
  }
}
