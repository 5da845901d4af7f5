package dev.zoetrope.notebooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie in the checkout that is tested. */
final class Checkout {
  static final Path ROOT = Path.of(System.getProperty("zoetrope.root")).toAbsolutePath();
  static final Path NOTEBOOKS = ROOT.resolve("notebooks");
  static final Path TARGET = NOTEBOOKS.resolve("target");
  static final Path RESOURCES = NOTEBOOKS.resolve("src/test/resources/notebooks");
  static final Path TOOLS = ROOT.resolve(".test-tools");

  private Checkout() {}

  /** The course's notebooks, in the order in which they are read. */
  static List<Path> course() {
    return notebooks(NOTEBOOKS);
  }

  static List<Path> notebooks(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
