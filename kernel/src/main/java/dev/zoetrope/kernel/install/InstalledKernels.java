package dev.zoetrope.kernel.install;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kernels of this kind that a Jupyter data folder holds. */
public final class InstalledKernels {
  private static final Pattern FIRST_WORD =
      Pattern.compile("\"argv\"\\s*:\\s*\\[\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Path folder;

  /**
   * @param data the Jupyter data folder; it need not exist
   */
  public InstalledKernels(Path data) {
    this.folder = requireNonNull(data, "data is null").resolve("kernels");
  }

  /** Prints a line for each: its name, where it lies, and what it would need to start. */
  public void print(PrintStream out) throws IOException {
    List<Path> mine = mine();
    if (mine.isEmpty()) {
      out.println("No kernel of Zoetrope is installed in " + folder + ".");
    }
    for (Path each : mine) {
      out.println(each.getFileName() + "  " + each + "  " + state(each));
    }
  }

  /**
   * Takes a kernel away.
   *
   * @throws IllegalArgumentException if there is none of this name, or it is not one of ours
   */
  public void remove(String name) throws IOException {
    Path kernel = folder.resolve(requireNonNull(name, "name is null"));
    if (!isMine(kernel)) {
      throw new IllegalArgumentException(
          kernel + " is no kernel that this command has installed; it is left alone");
    }
    try (Stream<Path> files = Files.walk(kernel)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<Path> mine() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> kernels = Files.list(folder)) {
      return kernels.filter(InstalledKernels::isMine).sorted().toList();
    }
  }

  private static boolean isMine(Path kernel) {
    return text(kernel).contains("\"zoetrope\": {\"fingerprint\"");
  }

  private static String state(Path kernel) {
    Matcher argv = FIRST_WORD.matcher(text(kernel));
    String java = argv.find() ? argv.group(1).replace("\\\\", "\\") : "";
    return Files.isExecutable(Path.of(java))
        ? "ready (" + java + ")"
        : "cannot start: " + java + " has gone; install it again";
  }

  private static String text(Path kernel) {
    try {
      return Files.readString(kernel.resolve("kernel.json"));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }
}
