package dev.zoetrope.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtEnvironment;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime tells nobody and leaves nothing: decision 0005. */
class EmbeddedQuietTest {
  @TempDir Path home;

  @Test
  void aFreshJvmAsksTheModelAndLeavesNothingInTheHomeFolder()
      throws IOException, InterruptedException {
    assertThat(exitCode(child("-Duser.home=" + home))).isZero();

    try (Stream<Path> left = Files.walk(home)) {
      assertThat(left).containsExactly(home);
    }
  }

  /** Versions that read the command line for their reports overflowed the stack on a long one. */
  @Test
  void aLongCommandLineDoesNotEndTheJvm() throws IOException, InterruptedException {
    assertThat(exitCode(child("-Dlong=" + "x".repeat(9000)))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-x64/libonnxruntime.so",
        "linux-aarch64/libonnxruntime.so",
        "osx-aarch64/libonnxruntime.dylib",
        "win-x64/onnxruntime.dll"
      })
  void noNativeLibraryKnowsWhereToReport(String library) throws IOException {
    URL bytes = OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + library);
    assumeThat(bytes).as(library).isNotNull();

    try (InputStream in = bytes.openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(text.contains("OrtGetApiBase")).as("this is the library").isTrue();
      assertThat(text.contains("events.data.microsoft.com")).isFalse();
    }
  }

  private ProcessBuilder child(String option) {
    ProcessBuilder child =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            option,
            "-cp",
            System.getProperty("java.class.path"),
            Asks.class.getName());
    Map<String, String> environment = child.environment();
    environment.put("HOME", home.toString());
    List.of("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "CI").forEach(environment::remove);
    return child.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  private static int exitCode(ProcessBuilder child) throws IOException, InterruptedException {
    Process process = child.start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The child. */
  static final class Asks {
    public static void main(String[] args) throws InterruptedException {
      try (BackendRegistry registry = BackendRegistry.open(Ticker.system());
          VlmBackend tiny = registry.connect("embedded:tiny")) {
        tiny.stream(EmbeddedFixtures.fourFrames()).read(event -> {});
      }
    }
  }
}
