package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Plays the flows of src/test/browser in the Chromium that this machine has. */
final class Browser {
  private static final Path FLOWS = Checkout.NOTEBOOKS.resolve("src/test/browser");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int OLDEST_NODE = 20;

  private final Path chromium;

  private Browser(Path chromium) {
    this.chromium = chromium;
  }

  /** Aborts the test, with what to install, where there is no browser or nothing to drive it. */
  static Browser orAbort() throws IOException, InterruptedException {
    Optional<Path> chromium =
        onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    assumeTrue(
        chromium.isPresent(),
        "No Chromium here, so no browser test: sudo apt-get install chromium");
    assumeTrue(
        node() >= OLDEST_NODE && onPath("npm").isPresent(),
        "No Node.js " + OLDEST_NODE + " with npm here, so no browser test");
    installDriver();
    return new Browser(chromium.orElseThrow());
  }

  /** What the flow saw. */
  JsonNode play(String flow, Lab lab, ObjectNode words) throws IOException, InterruptedException {
    words.put("chromium", chromium.toString()).put("url", lab.url()).put("token", Lab.TOKEN);
    ProcessBuilder node = new ProcessBuilder("node", flow + ".mjs", words.toString());
    Outcome outcome = Outcome.of(node.directory(FLOWS.toFile()), PATIENCE);
    assertThat(outcome.code()).as("%s%nJupyterLab: %s", outcome.err(), lab.log()).isZero();
    return JSON.readTree(outcome.out());
  }

  private static void installDriver() throws IOException, InterruptedException {
    Path lock = FLOWS.resolve("package-lock.json");
    Path mark = FLOWS.resolve("node_modules/.installed-for");
    if (Files.exists(mark) && Files.readString(mark).equals(Files.readString(lock))) {
      return;
    }
    ProcessBuilder npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
    Outcome outcome = Outcome.of(npm.directory(FLOWS.toFile()), PATIENCE);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    Files.writeString(mark, Files.readString(lock));
  }

  private static int node() throws IOException, InterruptedException {
    if (onPath("node").isEmpty()) {
      return 0;
    }
    Outcome version = Outcome.of(new ProcessBuilder("node", "--version"), PATIENCE);
    return Integer.parseInt(version.out().strip().replaceAll("^v(\\d+).*", "$1"));
  }

  private static Optional<Path> onPath(String... names) {
    List<String> folders =
        Arrays.asList(
            Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1));
    return Stream.of(names)
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
