package dev.zoetrope.kernel.magic;

import dev.zoetrope.kernel.display.CellOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code %sh}, {@code %%sh}: a program of the system. */
final class ShellMagic implements Magic {
  private final Environment environment;

  ShellMagic(Environment environment) {
    this.environment = environment;
  }

  @Override
  public MagicSpec spec() {
    return MagicSpec.both(
            "sh",
            "COMMAND",
            "Runs a shell script; its output appears while it runs, the stop button ends it with all that it started,"
                + " and an exit code other than 0 is an error.")
        .takingCode()
        .option(
            "--shell", "PROGRAM", "the shell; bash or else sh unless said, PowerShell on Windows")
        .option("--dir", "PATH", "where to run it; the kernel's own folder unless said")
        .flag("--allow-failure", "tells an exit code other than 0, and goes on")
        .example("%sh uname -s")
        .example("%%sh\nfor i in 1 2 3; do\n  echo line $i\ndone");
  }

  @Override
  public void run(MagicCall call) throws IOException, InterruptedException {
    if (call.body().isBlank()) {
      throw call.wrong("There is no command to run.");
    }
    ProcessBuilder builder = new ProcessBuilder(command(call));
    environment.applyTo(builder.environment());
    call.option("--dir").ifPresent(dir -> builder.directory(directory(call, dir)));
    int exit = new Program(start(builder), call.output()).await();
    if (exit != 0 && call.has("--allow-failure")) {
      call.print("exit code " + exit + "\n");
    } else if (exit != 0) {
      throw new MagicException(
          "The script ended with exit code " + exit + ".", "--allow-failure goes on all the same.");
    }
  }

  private static java.io.File directory(MagicCall call, String dir) {
    Path path = PathWords.home(dir);
    if (!Files.isDirectory(path)) {
      throw call.wrong("There is no folder " + path + ".");
    }
    return path.toFile();
  }

  private static List<String> command(MagicCall call) {
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    String shell = call.option("--shell").orElse(windows ? "powershell" : usualShell());
    String script = call.body();
    return windows && !call.has("--shell")
        ? List.of(shell, "-NoProfile", "-Command", script)
        : List.of(shell, "-c", script);
  }

  private static String usualShell() {
    return Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "sh";
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new MagicException("The shell cannot start: " + e.getMessage(), "", e);
    }
  }

  /** One that runs; confined to the cell's thread but for its readers. */
  private static final class Program {
    private static final long LATE_MILLIS = 200;
    private static final long GRACE_MILLIS = 1_000;

    private final Process process;
    private final CellOutput output;

    Program(Process process, CellOutput output) {
      this.process = process;
      this.output = output;
    }

    int await() throws IOException, InterruptedException {
      process.getOutputStream().close();
      Thread words = reader("stdout", process.getInputStream());
      Thread complaints = reader("stderr", process.getErrorStream());
      try {
        int exit = process.waitFor();
        // What the script left running in the background may hold its streams open for ever.
        words.join(LATE_MILLIS);
        complaints.join(LATE_MILLIS);
        return exit;
      } catch (InterruptedException e) {
        end();
        throw e;
      }
    }

    private Thread reader(String stream, java.io.InputStream from) {
      Thread thread = new Thread(() -> read(stream, from), "zoetrope-sh-" + stream);
      thread.setDaemon(true);
      thread.start();
      return thread;
    }

    private void read(String stream, java.io.InputStream from) {
      byte[] bytes = new byte[8192];
      try {
        for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
          output.write(stream, bytes, 0, n);
        }
      } catch (IOException e) {
        output.print("stderr", "(the rest of " + stream + " is lost: " + e.getMessage() + ")\n");
      }
    }

    private void end() {
      List<ProcessHandle> family = process.descendants().toList();
      family.forEach(ProcessHandle::destroy);
      process.destroy();
      var unused =
          process
              .onExit()
              .orTimeout(GRACE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)
              .whenComplete((done, late) -> kill(family));
    }

    private void kill(List<ProcessHandle> family) {
      family.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
