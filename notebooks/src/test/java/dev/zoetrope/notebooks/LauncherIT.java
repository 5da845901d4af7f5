package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ./zoetrope on machines that lack something, and when it is disturbed. */
@Tag("shell")
class LauncherIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> HIDDEN = List.of("python", "java", "uv", "pypy", "conda");

  private Path folder;
  private Path environment;
  private Path lock;

  @BeforeEach
  void pinOnePackage() throws IOException {
    folder = Launcher.freshFolder("launcher-");
    environment = folder.resolve("environment");
    lock = Files.writeString(folder.resolve("one.lock"), pinned("six"));
  }

  @Test
  void helpNeedsNeitherJavaNorPythonAndWorksThroughALinkFromElsewhere()
      throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(folder.resolve("zt"), Checkout.ROOT.resolve("zoetrope"));

    Outcome help = bare(link.toString(), "--help");

    assertThat(help).returns(0, Outcome::code).returns("", Outcome::err);
    assertThat(help.out())
        .contains("demo", "lab", "compare", "run", "report", "record", "notebook", "kernel");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "lab", "setup", "kernel"})
  void eachVerbHasHelpOfItsOwn(String verb) throws IOException, InterruptedException {
    Outcome help = bare(Checkout.ROOT.resolve("zoetrope").toString(), verb, "--help");

    assertThat(help).returns(0, Outcome::code).returns("", Outcome::err);
    assertThat(help.out()).startsWith("usage: ./zoetrope " + verb);
  }

  @Test
  void aVerbThatIsNoneIsWrongUsage() throws IOException, InterruptedException {
    Outcome outcome = Launcher.run("dmeo");

    assertThat(outcome).returns(2, Outcome::code).returns("", Outcome::out);
    assertThat(outcome.err())
        .isEqualTo("zoetrope: there is no verb \"dmeo\"; ./zoetrope --help lists them.\n");
  }

  @Test
  void withoutPythonItSaysWhatToInstall() throws IOException, InterruptedException {
    Outcome outcome = bare(making());

    assertThat(outcome).returns(2, Outcome::code);
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains(
            "needs Python 3.10 or newer", "found none", "apt-get install python3 python3-venv");
  }

  @Test
  void aPythonThatIsTooOldIsNamed() throws IOException, InterruptedException {
    Path python = script("python3", "echo 'is older than 3.10'");

    Outcome outcome = bare(making());

    assertThat(outcome).returns(2, Outcome::code);
    assertThat(outcome.err()).hasLineCount(1).contains(python + " is older than 3.10");
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws IOException, InterruptedException {
    Outcome outcome = withoutJdks("unset JAVA_HOME");

    assertThat(outcome).returns(2, Outcome::code);
    assertThat(outcome.err())
        .hasLineCount(1)
        .contains("needs a JDK, version 17 or newer", "found none", "openjdk-17-jdk-headless");
  }

  @Test
  void aJdkThatIsTooOldIsNamed() throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("old/bin")).getParent();
    executable(home.resolve("bin/java"), "exit 1");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

    Outcome outcome = withoutJdks("export JAVA_HOME=" + home);

    assertThat(outcome).returns(2, Outcome::code);
    assertThat(outcome.err()).hasLineCount(1).contains("found Java 11 in " + home);
  }

  @Test
  void withoutANetworkItSaysSoAndTheNextRunGoesOn() throws IOException, InterruptedException {
    ProcessBuilder offline = new ProcessBuilder(making());
    String nowhere = "http://127.0.0.1:9/simple";
    offline.environment().putAll(Map.of("PIP_INDEX_URL", nowhere, "UV_DEFAULT_INDEX", nowhere));
    offline.environment().putAll(Map.of("PIP_RETRIES", "0", "UV_HTTP_RETRIES", "0"));
    offline.environment().putAll(Map.of("PIP_NO_CACHE_DIR", "1", "UV_NO_CACHE", "1"));
    // Whatever this machine's own settings are.
    offline.environment().putAll(Map.of("PIP_CONFIG_FILE", "/dev/null", "UV_NO_CONFIG", "1"));
    offline.environment().putAll(Map.of("no_proxy", "127.0.0.1", "NO_PROXY", "127.0.0.1"));
    List.of("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "UV_INDEX", "UV_FIND_LINKS")
        .forEach(offline.environment()::remove);

    Outcome outcome = Outcome.of(offline, PATIENCE);

    assertThat(outcome).returns(3, Outcome::code);
    assertThat(outcome.err())
        .contains("could not download what it needs: check the network")
        .contains(".zoetrope/logs/environment.log");
    assertThat(make()).returns(0, Outcome::code);
    assertThat(imports("six")).isZero();
  }

  @Test
  void stoppedHalfwayItGoesOnTheNextTime() throws IOException, InterruptedException {
    Process first =
        new ProcessBuilder(making())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Await.until(PATIENCE, () -> Files.exists(environment.resolve("bin/python")));

    first.destroy();

    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).isEqualTo(143);
    assertThat(Files.readString(folder.resolve("log")))
        .endsWith("Stopped. The same command goes on where this one was.\n");
    assertThat(make()).returns(0, Outcome::code);
    assertThat(imports("six")).isZero();
  }

  @Test
  void twoAtOnceDoNotDisturbEachOther() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(making())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();

    Outcome one = make();

    assertThat(one).returns(0, Outcome::code);
    assertThat(other.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(other.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
    assertThat(imports("six")).isZero();
  }

  @Test
  void aLockThatNobodyHoldsAnyMoreIsTaken() throws IOException, InterruptedException {
    Path held = Checkout.ROOT.resolve(".zoetrope/lock");
    Files.createDirectories(held.getParent());
    Files.deleteIfExists(held);
    Files.createSymbolicLink(held, Path.of("99999999"));

    assertThat(make()).returns(0, Outcome::code);

    assertThat(held).doesNotExist();
  }

  @Test
  void aLockOfAProcessWhoseNumberAnotherHasNowIsTaken() throws IOException, InterruptedException {
    Process other = new ProcessBuilder("bash", "-c", "read -r line").start();
    Path held = Checkout.ROOT.resolve(".zoetrope/lock");
    Files.createDirectories(held.getParent());
    Files.deleteIfExists(held);
    Files.createSymbolicLink(held, Path.of(other.pid() + " 1"));
    try {
      assertThat(make()).returns(0, Outcome::code);
    } finally {
      other.destroy();
    }

    assertThat(held).doesNotExist();
  }

  @Test
  void whatSomeoneElseMadeIsLeftAlone() throws IOException, InterruptedException {
    Path theirs = Files.createDirectory(environment).resolve("theirs");
    Files.writeString(theirs, "keep me");

    Outcome outcome = make();

    assertThat(outcome).returns(2, Outcome::code);
    assertThat(outcome.err()).hasLineCount(1).contains(environment + " is in the way", "Move it");
    assertThat(theirs).hasContent("keep me");
  }

  @Test
  void aSecondTimeNothingIsLeftToDo() throws IOException, InterruptedException {
    make();

    assertThat(make()).returns(0, Outcome::code).returns("", Outcome::err);
  }

  private List<String> making() {
    return List.of(
        Checkout.ROOT.resolve("zoetrope").toString(),
        "test_environment",
        environment.toString(),
        lock.toString());
  }

  private Outcome make() throws IOException, InterruptedException {
    return Outcome.of(new ProcessBuilder(making()), PATIENCE);
  }

  private int imports(String name) throws IOException, InterruptedException {
    String python = environment.resolve("bin/python").toString();
    return Outcome.of(new ProcessBuilder(python, "-c", "import " + name), PATIENCE).code();
  }

  private Outcome bare(String... command) throws IOException, InterruptedException {
    return bare(List.of(command));
  }

  /** Runs where there is neither Java nor Python, only the usual commands. */
  private Outcome bare(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().clear();
    process.environment().put("PATH", usualCommands().toString());
    process.environment().put("HOME", folder.toString());
    return Outcome.of(process, PATIENCE);
  }

  /** Hides the machine's JDKs, in a view of the file system of its own, which takes root. */
  private Outcome withoutJdks(String before) throws IOException, InterruptedException {
    Path hidden = Path.of("/usr/lib/jvm");
    boolean root = Outcome.of(new ProcessBuilder("unshare", "-m", "true"), PATIENCE).code() == 0;
    assumeTrue(root && Files.isDirectory(hidden), "cannot hide this machine's JDKs");
    String words =
        "mount -t tmpfs none " + hidden + "; " + before + "; exec " + zoetrope("compare");
    return bare("/usr/bin/unshare", "-m", "/bin/sh", "-c", words);
  }

  private static String zoetrope(String verb) {
    return Checkout.ROOT.resolve("zoetrope") + " " + verb;
  }

  private Path usualCommands() throws IOException {
    Path commands = Files.createDirectories(folder.resolve("bin"));
    for (Path place : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
      try (Stream<Path> all = Files.list(place)) {
        for (Path each : all.filter(LauncherIT::isUsual).toList()) {
          Path link = commands.resolve(each.getFileName());
          if (Files.notExists(link)) {
            Files.createSymbolicLink(link, each);
          }
        }
      }
    }
    return commands;
  }

  private static boolean isUsual(Path command) {
    String name = command.getFileName().toString();
    return HIDDEN.stream().noneMatch(name::startsWith) && Files.isExecutable(command);
  }

  private Path script(String name, String line) throws IOException {
    return executable(Files.createDirectories(folder.resolve("bin")).resolve(name), line);
  }

  private static Path executable(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  /** The lines that pin one package of the notebooks' own. */
  private static String pinned(String name) throws IOException {
    String all = Files.readString(Checkout.NOTEBOOKS.resolve("python/requirements.lock"));
    int from = all.indexOf("\n" + name + "==") + 1;
    return all.substring(from, all.indexOf("\n    # via", from) + 1);
  }
}
