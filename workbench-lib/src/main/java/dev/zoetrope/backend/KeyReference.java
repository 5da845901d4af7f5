package dev.zoetrope.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a key lies. The key itself is read when a request needs it, and held by nothing.
 *
 * @param variable an environment variable; else a file
 * @param file holds the key and nothing else
 */
record KeyReference(Optional<String> variable, Optional<Path> file) {
  private static final long MOST = 64 << 10;

  static KeyReference variable(String name) {
    return new KeyReference(Optional.of(name), Optional.empty());
  }

  static KeyReference file(Path path) {
    return new KeyReference(Optional.empty(), Optional.of(path));
  }

  /** The key; empty if none lies there. */
  Optional<String> read(Function<String, Optional<String>> environment) {
    return variable
        .flatMap(environment)
        .or(() -> file.flatMap(KeyReference::content))
        .map(key -> key.replaceFirst("^\uFEFF", "").strip())
        .filter(key -> !key.isEmpty());
  }

  private static Optional<String> content(Path path) {
    try {
      return Files.isRegularFile(path) && Files.size(path) <= MOST
          ? Optional.of(Files.readString(path))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Why no key was found, as the end of a sentence that has named the place. */
  String lack() {
    if (file.isEmpty()) {
      return "which is not set";
    }
    Path path = file.get();
    if (!Files.exists(path)) {
      return "which is not there";
    }
    if (!Files.isRegularFile(path)) {
      return Files.isDirectory(path) ? "which is a folder" : "which is no plain file";
    }
    if (!Files.isReadable(path)) {
      return "which may not be read";
    }
    return path.toFile().length() > MOST ? "which is too large for one" : "which is empty";
  }

  /** Names the place; a file's name is left out, for somebody may have written the key there. */
  String place() {
    return variable
        .map(name -> "the environment variable " + name)
        .orElse("the file that backends.yaml names");
  }
}
