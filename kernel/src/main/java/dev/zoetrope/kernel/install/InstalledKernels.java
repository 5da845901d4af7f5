package dev.zoetrope.kernel.install;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
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
      Pattern.compile("\"argv\"\\s*:\\s*\\[\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"");

  private static final Pattern CLASS_PATH =
      Pattern.compile("\"-cp\"\\s*,\\s*\"((?:[^\"\\\\]++|\\\\.)*+)\"");

  private final Path folder;

  /**
   * @param data the Jupyter data folder; it need not exist
   */
  public InstalledKernels(Path data) {
    this.folder = requireNonNull(data, "data is null").resolve("kernels");
  }

  /** A line for each: its name, where it lies, and what it would need to start. */
  public List<String> lines() throws IOException {
    return mine().stream()
        .map(each -> each.getFileName() + "  " + each + "  " + state(each))
        .toList();
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
    String spec = text(kernel);
    String java = word(FIRST_WORD, spec);
    Stream<String> jars =
        Stream.of(word(CLASS_PATH, spec).split(File.pathSeparator))
            .filter(jar -> !Files.exists(Path.of(jar)));
    return Stream.concat(Stream.of(java).filter(each -> !Files.isExecutable(Path.of(each))), jars)
        .findFirst()
        .map(gone -> "cannot start: " + gone + " has gone; install it again")
        .orElse("ready (" + java + ")");
  }

  private static String word(Pattern place, String spec) {
    Matcher found = place.matcher(spec);
    return found.find() ? found.group(1).replace("\\\\", "\\") : "";
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
