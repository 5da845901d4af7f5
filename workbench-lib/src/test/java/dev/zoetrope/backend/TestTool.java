package dev.zoetrope.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What the tests need beside the JVM, made once in the git-ignored folder ".test-tools" of the
 * checkout: Python environments from hash-pinned requirements files, programs built by Go. Two
 * builds at once wait for each other.
 */
final class TestTool {
  private TestTool() {}

  /** The checkout's root. */
  static Path root() {
    return Path.of(System.getProperty("zoetrope.root", "..")).toAbsolutePath().normalize();
  }

  /** The environment's folder, made now if it is not there or if its requirements changed. */
  static Path environment(String name) {
    Path tools = root().resolve(".test-tools");
    try {
      Files.createDirectories(tools);
      try (FileChannel channel =
              FileChannel.open(
                  tools.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        return made(tools.resolve(name), requirements(name), lock);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same; where it cannot be installed the test is skipped and says why. */
  static Path environmentOrSkip(String name) {
    try {
      return environment(name);
    } catch (UncheckedIOException e) {
      return Assumptions.abort(name + " cannot be installed here: " + e.getMessage());
    }
  }

  /** Whether there is a Go that can build what the tests need; it fetches a newer one itself. */
  static boolean hasGo() {
    return works("go", "version");
  }

  /**
   * A program built by {@code go install} at a pinned version, whose sources Go checks against its
   * public sums; built now if it is not there. A minute and a half for a large one, once.
   *
   * @return its binary, in a folder "bin" of its own folder
   */
  static Path goTool(String name, String module, String version, String linkerFlags) {
    Path folder = root().resolve(".test-tools").resolve(name);
    Path bin = folder.resolve("bin");
    Path mark = folder.resolve("made-from.txt");
    String wanted = module + "@" + version;
    try {
      Files.createDirectories(bin);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolveSibling(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && (!Files.exists(mark) || !Files.readString(mark).equals(wanted))) {
          run(bin, "go", "install", "-ldflags", linkerFlags, wanted);
          Files.writeString(mark, wanted);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bin.resolve(name);
  }

  private static Path requirements(String name) {
    return root().resolve("workbench-lib/src/test/python").resolve(name + ".txt");
  }

  private static Path made(Path folder, Path requirements, FileLock lock) throws IOException {
    Path mark = folder.resolve("made-from.txt");
    String wanted = Files.readString(requirements);
    if (!lock.isValid()) {
      throw new IOException("lost the lock of " + folder);
    }
    if (!Files.exists(mark) || !Files.readString(mark).equals(wanted)) {
      delete(folder);
      install(folder, requirements);
      Files.writeString(mark, wanted);
    }
    return folder;
  }

  /** A requirements file names all that it needs. */
  private static void install(Path folder, Path requirements) throws IOException {
    String pins = requirements.toString();
    if (works("uv", "--version")) {
      run("uv", "venv", "--quiet", folder.toString());
      String python = folder.resolve("bin/python").toString();
      run(
          "uv",
          "pip",
          "install",
          "-q",
          "--no-deps",
          "--python",
          python,
          "--require-hashes",
          "-r",
          pins);
    } else {
      run("python3", "-m", "venv", folder.toString());
      String pip = folder.resolve("bin/pip").toString();
      run(
          pip,
          "install",
          "-q",
          "--disable-pip-version-check",
          "--no-deps",
          "--require-hashes",
          "-r",
          pins);
    }
  }

  private static boolean works(String... command) {
    try {
      run(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void run(String... command) throws IOException {
    run(root(), command);
  }

  static void run(Path goBin, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("GOBIN", goBin.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    try {
      if (process.waitFor() != 0) {
        List<String> said = new ArrayList<>(List.of(command));
        throw new IOException(String.join(" ", said) + " failed:\n" + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command[0] + " ran", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
