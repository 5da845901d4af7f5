package dev.zoetrope.kernel.magic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code %classpath} and {@code %jars}: where classes come from. */
final class ClassPathMagic implements Magic {
  private final MagicSpec spec;
  private final boolean jarsOnly;

  private ClassPathMagic(MagicSpec spec, boolean jarsOnly) {
    this.spec = spec;
    this.jarsOnly = jarsOnly;
  }

  static ClassPathMagic classPath() {
    return new ClassPathMagic(
        MagicSpec.line(
                "classpath",
                "[PATH…]",
                "Adds jars and folders of classes to the class path; without a path, shows it.")
            .example("%classpath"),
        false);
  }

  static ClassPathMagic jars() {
    return new ClassPathMagic(
        MagicSpec.line(
                "jars",
                "[PATH…]",
                "Adds jars, also all of a folder with lib/*.jar; without a path, shows what cells added.")
            .example("%jars"),
        true);
  }

  @Override
  public MagicSpec spec() {
    return spec;
  }

  @Override
  public void run(MagicCall call) throws IOException {
    if (call.words().isEmpty()) {
      show(call);
      return;
    }
    List<Path> paths = new ArrayList<>();
    for (String word : call.words()) {
      paths.addAll(named(call, word));
    }
    call.session().addToClassPath(paths);
  }

  private void show(MagicCall call) {
    List<Path> entries = jarsOnly ? call.session().addedToClassPath() : call.session().classPath();
    entries.forEach(entry -> call.print(entry + "\n"));
    if (entries.isEmpty()) {
      call.print("No cell has added a jar yet.\n");
    }
  }

  private static List<Path> expand(MagicCall call, String word) throws IOException {
    try {
      return PathWords.expand(word);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw call.wrong("There is no folder " + e.getFile() + ".");
    }
  }

  private List<Path> named(MagicCall call, String word) throws IOException {
    List<Path> paths = expand(call, word);
    if (paths.isEmpty()) {
      throw call.wrong("No file fits " + word + ".");
    }
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw call.wrong("There is no " + path + ".");
      }
      if (jarsOnly && !Files.isRegularFile(path)) {
        throw call.wrong(path + " is no jar. %classpath adds folders.");
      }
      if (Files.isRegularFile(path) && !isArchive(path)) {
        throw call.wrong(path + " is no jar: it does not begin as one.");
      }
    }
    return paths;
  }

  /** By the letters with which each archive begins, whatever it is called. */
  private static boolean isArchive(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 'P' && in.read() == 'K';
    }
  }

  @Override
  public List<String> suggest(String typed, CellSession session) {
    return PathWords.suggest(typed);
  }
}
