package dev.zoetrope.kernel.install;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The class path of the running process, absolute, and what it is made of.
 *
 * @param entries as given on the command line
 */
record ClassPath(List<Path> entries) {
  static ClassPath parse(String classPath) {
    return new ClassPath(
        Arrays.stream(classPath.split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath().normalize())
            .toList());
  }

  List<String> strings() {
    return entries.stream().map(Path::toString).toList();
  }

  /** Whether the JVM can archive classes from here: it takes jars only. */
  boolean isJarsOnly() {
    return entries.stream().noneMatch(Files::isDirectory);
  }

  /**
   * Changes whenever a jar, one that a jar's manifest names, or anything of the other words
   * changes.
   */
  String fingerprint(List<String> words) throws IOException {
    List<String> facts = new ArrayList<>(words);
    for (Path entry : entries) {
      facts.add(facts(entry));
      for (Path named : namedBy(entry)) {
        facts.add(facts(named));
      }
    }
    return hash(String.join("\n", facts));
  }

  private static String facts(Path file) throws IOException {
    return Files.isRegularFile(file)
        ? file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file)
        : file.toString();
  }

  private static List<Path> namedBy(Path entry) throws IOException {
    if (!Files.isRegularFile(entry)) {
      return List.of();
    }
    try (JarFile jar = new JarFile(entry.toFile())) {
      Manifest manifest = jar.getManifest();
      String named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return named == null ? List.of() : resolve(entry, named);
    }
  }

  private static List<Path> resolve(Path jar, String named) {
    return Arrays.stream(named.strip().split("\\s+", -1))
        .filter(each -> !each.isEmpty())
        .map(each -> Path.of(jar.toUri().resolve(each)))
        .toList();
  }

  private static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
