package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The conformance suite that all Jupyter kernels share, from another project. */
class JupyterKernelTestIT {
  private static final Path PYTHON_TESTS = Checkout.NOTEBOOKS.resolve("src/test/python");
  private static final Pattern RAN = Pattern.compile("Ran (\\d+) tests");

  @Test
  void passesTheConformanceSuite() throws IOException, InterruptedException {
    Launcher.setUp();
    Path tools =
        Launcher.testEnvironment("jupyter_kernel_test", PYTHON_TESTS.resolve("requirements.lock"));

    Outcome suite = suite(tools);

    assertThat(suite.code()).as(suite.err()).isZero();
    assertThat(suite.err()).doesNotContain("skipped");
    assertThat(ran(suite)).isGreaterThanOrEqualTo(13);
  }

  private static Outcome suite(Path tools) throws IOException, InterruptedException {
    ProcessBuilder suite =
        new ProcessBuilder(
            tools.resolve("bin/python").toString(),
            "-B",
            "-m",
            "unittest",
            "-v",
            "kernel_conformance");
    suite.directory(PYTHON_TESTS.toFile());
    suite.environment().keySet().removeIf(name -> name.startsWith("JUPYTER"));
    suite.environment().put("JUPYTER_PATH", Checkout.ROOT + "/.venv/share/jupyter");
    Path folder = Launcher.freshFolder("conformance-");
    suite.environment().put("JUPYTER_RUNTIME_DIR", folder.toString());
    // The suite counts what it finds: not among what a user has typed in other notebooks.
    suite.environment().put("ZOETROPE_KERNEL_HISTORY", folder.resolve("history").toString());
    return Outcome.of(suite, Duration.ofMinutes(2));
  }

  private static int ran(Outcome suite) {
    Matcher matcher = RAN.matcher(suite.err());
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
