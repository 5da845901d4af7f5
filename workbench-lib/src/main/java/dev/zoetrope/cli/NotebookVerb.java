package dev.zoetrope.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zoetrope notebook}: runs a notebook without a screen, with its parameters replaced. */
@Command(
    name = "notebook",
    mixinStandardHelpOptions = true,
    description = "Runs a notebook headless and writes it, with outputs, as .ipynb and .html.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:fine", "1:a cell failed", "2:usage"})
final class NotebookVerb implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "FILE", description = "The notebook.")
  private Path file = Path.of("");

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description = "Replaces a parameter of the cell tagged 'parameters'; repeat it.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "Where the executed notebook and its page go (runs/notebooks).")
  private Path output = Path.of("runs", "notebooks");

  @Option(names = "--timeout", defaultValue = "600", description = "Seconds a cell may take.")
  private int timeout;

  NotebookVerb(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (timeout < 1) {
      throw new IllegalArgumentException("--timeout " + timeout + " is too short: give 1 or more.");
    }
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder; give an .ipynb file.");
    }
    Path prepared = prepare();
    return run(prepared, stem());
  }

  /** The parameterised copy; cells still run in the original's folder. */
  private Path prepare() {
    try {
      Notebook notebook = Notebook.read(file);
      parameters.forEach(notebook::replace);
      Writable.folder(output, "--output");
      Path copy = output.resolve(stem() + ".ipynb");
      if (Files.exists(copy) && Files.isSameFile(copy, file)) {
        throw new IllegalArgumentException(
            "The outputs would overwrite " + file + "; give another folder with --output.");
      }
      notebook.write(copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + file + " to " + output + ": " + e, e);
    }
  }

  private String stem() {
    return requireNonNull(file.getFileName(), "a notebook has a name")
        .toString()
        .replaceFirst("\\.ipynb$", "");
  }

  private int run(Path prepared, String stem) throws InterruptedException {
    Path home = home();
    Path page = output.resolve(stem + ".html");
    List<String> line =
        List.of(
            home.resolve(".venv/bin/python").toString(),
            home.resolve("notebooks/python/run_notebook.py").toString(),
            prepared.toString(),
            prepared.toString(),
            page.toString(),
            "--timeout",
            String.valueOf(timeout),
            "--cwd",
            requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder").toString());
    removeOld(page);
    int code = execute(line);
    if (Files.exists(page)) {
      out().println("page: " + page.toAbsolutePath());
    }
    return code;
  }

  /** A page of an earlier run would pass for this one's. */
  private static void removeOld(Path page) {
    try {
      Files.deleteIfExists(page);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot replace the page " + page + ": " + e, e);
    }
  }

  private static int execute(List<String> line) throws InterruptedException {
    try {
      return await(new ProcessBuilder(line).inheritIO().start());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start Python: " + e.getMessage(), e);
    }
  }

  /** Whoever stops this verb stops the runner, which takes its kernel down with it. */
  private static int await(Process runner) throws InterruptedException {
    try {
      return runner.waitFor();
    } catch (InterruptedException e) {
      runner.destroy();
      throw e;
    }
  }

  /** The checkout whose environment runs notebooks; the launcher names it. */
  private Path home() {
    Path home =
        Optional.ofNullable(environment.get("ZOETROPE_ROOT")).map(Path::of).orElse(Path.of(""));
    if (!Files.isExecutable(home.resolve(".venv/bin/python"))) {
      throw new IllegalArgumentException(
          "There is no Python environment for notebooks here; run ./zoetrope notebook, which makes it.");
    }
    return home.toAbsolutePath();
  }

  private PrintWriter out() {
    return requireNonNull(command, "picocli sets it").commandLine().getOut();
  }
}
