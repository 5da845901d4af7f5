package dev.zoetrope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The runner that needs no browser, on the real kernel. */
class HeadlessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Path folder;
  private Path executed;
  private Path page;

  @BeforeAll
  static void setUp() throws IOException, InterruptedException {
    Launcher.setUp();
  }

  @BeforeEach
  void chooseWhereToWrite() throws IOException {
    folder = Launcher.freshFolder("headless-");
    executed = folder.resolve("out/executed.ipynb");
    page = folder.resolve("out/page.html");
  }

  @Test
  void printsWhatIsTaggedAndKeepsAllOutputsInNotebookAndPage()
      throws IOException, InterruptedException {
    Outcome run = run(Checkout.NOTEBOOKS.resolve("00-java-in-a-cell.ipynb"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("door half open, door open\n");
    assertThat(run.err()).contains("[1/8] var frames = ").doesNotContain("Traceback");
    assertThat(NotebookFormat.read(executed).findValues("text/html").toString())
        .as("the last state of what was updated")
        .contains("100 % · 3 of 3")
        .doesNotContain("0 of 3");
    assertThat(Files.readString(page)).contains("100 % · 3 of 3", "a door half open</td>");
  }

  @Test
  void writesAPageThatAsksNobodyForAnything() throws IOException, InterruptedException {
    run(Checkout.NOTEBOOKS.resolve("00-java-in-a-cell.ipynb"));

    assertThat(Files.readString(page))
        .doesNotContainPattern("(src|href)\\s*=\\s*[\"'](https?:)?//")
        .doesNotContainPattern("import\\s*\\(?\\s*[\"']http")
        .doesNotContain("cdnjs", "unpkg", "<script src");
  }

  @Test
  void aFailingCellIsNamedWithItsTracebackAndTheRestIsKept()
      throws IOException, InterruptedException {
    Outcome run = run(Checkout.RESOURCES.resolve("fails.ipynb"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("Cell 2 of 3 failed:")
        .contains("int share(int cake, int guests)")
        .contains("ArithmeticException: / by zero")
        .contains("at share (In [2]:3)")
        .doesNotContain("\u001b[");
    assertThat(Files.readString(page)).contains("before the fall").contains("ArithmeticException");
    JsonNode cells = NotebookFormat.read(executed).path("cells");
    assertThat(cells.path(3).path("outputs")).as("the cell behind the failed one").isEmpty();
  }

  @Test
  void aCellThatTakesTooLongEndsTheRun() throws IOException, InterruptedException {
    Outcome run = run(Checkout.RESOURCES.resolve("columns-and-stop.ipynb"), "--timeout", "15");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(" of 3 failed:").contains("it took longer than 15 s");
    assertThat(Processes.kernelsConnectedBy(folder)).isZero();
  }

  @Test
  void aPleaToEndStopsTheKernelAndKeepsWhatWasThere() throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process run =
        runner(Checkout.RESOURCES.resolve("columns-and-stop.ipynb"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Await.until(PATIENCE, () -> Files.readString(log).contains("[2/3] long turns"));

    run.destroy();

    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(143);
    assertThat(Files.readString(log)).endsWith("Stopped.\n");
    assertThat(Files.readString(page)).contains("zoetrope-column");
    assertThat(Processes.kernelsConnectedBy(folder)).isZero();
  }

  @Test
  void whatIsNoNotebookIsSaidInOneSentence() throws IOException, InterruptedException {
    Outcome missing = run(folder.resolve("none.ipynb"));
    Outcome text = run(Files.writeString(folder.resolve("text.ipynb"), "once upon a time"));

    assertThat(missing).returns(2, Outcome::code);
    assertThat(missing.err()).matches("There is no notebook .*none\\.ipynb\\.\n");
    assertThat(text).returns(2, Outcome::code);
    assertThat(text.err()).startsWith(folder + "/text.ipynb is not a notebook").hasLineCount(1);
  }

  private Outcome run(Path notebook, String... options) throws IOException, InterruptedException {
    return Outcome.of(runner(notebook, options), PATIENCE);
  }

  private ProcessBuilder runner(Path notebook, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Launcher.python().toString());
    command.add(Checkout.NOTEBOOKS.resolve("python/run_notebook.py").toString());
    command.addAll(List.of(notebook.toString(), executed.toString(), page.toString()));
    command.addAll(List.of(options));
    ProcessBuilder runner = new ProcessBuilder(command).directory(folder.toFile());
    runner.environment().keySet().removeIf(name -> name.startsWith("JUPYTER"));
    runner.environment().put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
    runner.environment().put("JUPYTER_PREFER_ENV_PATH", "1");
    return runner;
  }
}
