package dev.zoetrope.kernel.magic;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Paths as people write them: {@code ~} for their home, {@code *} for many. */
final class PathWords {
  private PathWords() {}

  static Path home(String word) {
    boolean inHome =
        word.equals("~") || word.startsWith("~/") || word.startsWith("~" + File.separator);
    Path path =
        inHome
            ? Path.of(
                System.getProperty("user.home"), word.substring(1).replaceFirst("^[/\\\\]", ""))
            : Path.of(word);
    return path.toAbsolutePath().normalize();
  }

  /**
   * The files that a word names: in its last name {@code *} and {@code ?} stand for any letters.
   */
  static List<Path> expand(String word) throws IOException {
    int slash = Math.max(word.lastIndexOf('/'), word.lastIndexOf(File.separatorChar));
    String name = word.substring(slash + 1);
    if (!name.contains("*") && !name.contains("?")) {
      return List.of(home(word));
    }
    List<Path> found = list(home(slash < 0 ? "." : word.substring(0, slash + 1)), name);
    Collections.sort(found);
    return found;
  }

  /** What the path that begins with these letters could be. */
  static List<String> suggest(String typed) {
    int slash = Math.max(typed.lastIndexOf('/'), typed.lastIndexOf(File.separatorChar));
    String folder = typed.substring(0, slash + 1);
    try {
      return list(home(folder.isEmpty() ? "." : folder), typed.substring(slash + 1) + "*").stream()
          .filter(path -> !path.getFileName().toString().startsWith(".") || typed.endsWith("."))
          .map(path -> folder + path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
          .sorted()
          .toList();
    } catch (IOException | RuntimeException e) {
      // A folder that cannot be read has nothing to suggest.
      return List.of();
    }
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(found::add);
    }
    return found;
  }
}
