package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo as a new user types it, with an empty home folder, and what its numbers say. */
class DemoIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static Outcome demo = new Outcome(-1, "", "");
  private static String status = "";

  @BeforeAll
  static void runTheDemo() throws IOException, InterruptedException {
    Launcher.setUp();
    status = status();
    ProcessBuilder process = Launcher.command("demo");
    process.environment().put("HOME", Launcher.freshFolder("home-").toString());
    demo = Outcome.of(process, PATIENCE);
    assertThat(demo.code()).as(demo.err()).isZero();
  }

  @Test
  void endsWithTheNextCommandAndThePage() throws IOException {
    List<String> lines = demo.out().lines().toList();
    Path page = Path.of(lines.get(lines.size() - 1));

    assertThat(lines.get(lines.size() - 2)).contains("./zoetrope lab");
    assertThat(page).isAbsolute().hasExtension("html");
    assertThat(Files.readString(page)).contains("embedded:tiny-int8", "<table", "data:image/png");
  }

  @Test
  void thePartsOfARequestFitIntoTheWhole() {
    double[] first = row("TTFT \\[ms\\]");
    double[] whole = row("E2E \\[ms\\]");
    double[] encode = row("image encode \\[ms\\]");
    double[] prefill = row("prefill \\[ms\\]");

    assertThat(first).hasSize(6);
    for (int i = 0; i < first.length; i++) {
      assertThat(encode[i] + prefill[i]).as("answer %d", i + 1).isPositive().isLessThan(first[i]);
      assertThat(first[i]).as("answer %d", i + 1).isLessThan(whole[i]);
    }
  }

  @Test
  void leavesTheCheckoutAsItWas() throws IOException, InterruptedException {
    assertThat(status()).isEqualTo(status);
  }

  private static String status() throws IOException, InterruptedException {
    ProcessBuilder git = new ProcessBuilder("git", "status", "--porcelain");
    return Outcome.of(git.directory(Checkout.ROOT.toFile()), PATIENCE).out();
  }

  /** The numbers of one row of the printed table, all its parts together. */
  private static double[] row(String label) {
    return Pattern.compile("(?m)^ *" + label + " +\\|(.*)$")
        .matcher(demo.out())
        .results()
        .flatMap(line -> Arrays.stream(line.group(1).split("\\|", -1)))
        .map(String::strip)
        .filter(cell -> !cell.isEmpty())
        .mapToDouble(Double::parseDouble)
        .toArray();
  }
}
