package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs ./zoetrope as a person would, on the jars of this very build and on the JVM of this test.
 */
final class Launcher {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private Launcher() {}

  /** Makes .venv and the kernel in it; quick when they are there. */
  static void setUp() throws IOException, InterruptedException {
    assertThat(run("setup")).returns(0, Outcome::code);
  }

  /** A Python environment for tests alone; its folder. */
  static Path testEnvironment(String name, Path lock) throws IOException, InterruptedException {
    Path folder = Checkout.TOOLS.resolve(name);
    assertThat(run("test_environment", folder.toString(), lock.toString()))
        .returns(0, Outcome::code);
    return folder;
  }

  static Outcome run(String... words) throws IOException, InterruptedException {
    return Outcome.of(command(words), PATIENCE);
  }

  /** The process, not started yet. */
  static ProcessBuilder command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Checkout.ROOT.resolve("zoetrope").toString());
    command.addAll(Arrays.asList(words));
    ProcessBuilder process = new ProcessBuilder(command);
    process.directory(Checkout.TARGET.toFile());
    Map<String, String> environment = process.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    // Maven runs already: it made the jars before this module's tests.
    environment.put("ZOETROPE_SKIP_BUILD", "1");
    return process;
  }

  static Path python() {
    return Checkout.ROOT.resolve(".venv/bin/python");
  }

  /** A folder in target that is empty. */
  static Path freshFolder(String prefix) throws IOException {
    return Files.createTempDirectory(Checkout.TARGET, prefix);
  }
}
