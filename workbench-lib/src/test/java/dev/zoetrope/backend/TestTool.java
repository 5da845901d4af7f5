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

/**
 * A Python environment made once from a hash-pinned requirements file, in the git-ignored folder
 * ".test-tools" of the checkout. Two builds at once wait for each other.
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

  private static void install(Path folder, Path requirements) throws IOException {
    String pins = requirements.toString();
    if (works("uv", "--version")) {
      run("uv", "venv", "--quiet", folder.toString());
      String python = folder.resolve("bin/python").toString();
      run("uv", "pip", "install", "-q", "--python", python, "--require-hashes", "-r", pins);
    } else {
      run("python3", "-m", "venv", folder.toString());
      String pip = folder.resolve("bin/pip").toString();
      run(pip, "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", pins);
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
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
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
