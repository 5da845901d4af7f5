package dev.zoetrope.kernel.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs from jars, as a user does, with the class-data archive. */
final class InstallationIT {
  @TempDir Path prefix;

  @Test
  void theArchiveIsMadeOnceAndTheKernelRunsFromIt() throws Exception {
    assertThat(install()).contains("Installed").doesNotContain("No class-data archive");
    Path folder = prefix.resolve("share/jupyter/kernels/zoetrope");
    assertThat(ClassArchive.file(folder)).isNotEmptyFile();

    List<String> argv =
        JsonParser.parseString(Files.readString(folder.resolve("kernel.json")))
            .getAsJsonObject()
            .getAsJsonArray("argv")
            .asList()
            .stream()
            .map(word -> word.getAsString())
            .collect(Collectors.toCollection(ArrayList::new));
    assertThat(argv).containsAll(ClassArchive.flags(ClassArchive.file(folder).toString()));
    // With these the JVM refuses to start if the archive does not fit the other flags.
    argv.removeIf(word -> word.equals("-Xshare:auto"));
    argv.add(1, Runtime.version().feature() >= 25 ? "-XX:AOTMode=on" : "-Xshare:on");
    argv.set(argv.size() - 1, "rehearse");
    assertThat(run(argv)).isEmpty();

    assertThat(install()).contains("already");
  }

  private String install() throws Exception {
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> Files.isRegularFile(Path.of(entry)))
            .collect(Collectors.joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return run(
        List.of(
            java,
            "-cp",
            jars,
            "dev.zoetrope.kernel.Main",
            "install",
            "--prefix",
            prefix.toString()));
  }

  private String run(List<String> command) throws Exception {
    Path said = Files.createTempFile(prefix, "said", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(said, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }
}
