package dev.zoetrope.kernel.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes the class-data archive: one run of the kernel whose loaded classes the JVM writes to a
 * file, ready to be mapped.
 */
final class ClassArchive {
  /** A slow machine needs half a minute; after this the archive is not worth the wait. */
  private static final int TIMEOUT_SECONDS = 120;

  private static final String FILE = "classes.jsa";

  private ClassArchive() {}

  static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  /**
   * Makes the archive, or says why there is none; never fails otherwise.
   *
   * @return empty if the archive is there, else the reason
   */
  static Optional<String> make(KernelSpec spec, Path folder) throws InterruptedException {
    Path part = folder.resolve(FILE + ".part");
    Path log = folder.resolve(FILE + ".log");
    try {
      Optional<String> refusal = rehearse(spec, part, log);
      if (refusal.isEmpty()) {
        Files.move(part, file(folder), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      return refusal;
    } catch (IOException e) {
      return Optional.of(e.toString());
    } finally {
      delete(part);
      delete(log);
    }
  }

  private static Optional<String> rehearse(KernelSpec spec, Path part, Path log)
      throws IOException, InterruptedException {
    List<String> command = spec.command(List.of("-XX:ArchiveClassesAtExit=" + part));
    command.add("rehearse");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        return Optional.of("the rehearsal took longer than " + TIMEOUT_SECONDS + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    boolean done = process.exitValue() == 0 && Files.exists(part);
    return done ? Optional.empty() : Optional.of(lastLine(log));
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log).stream().filter(l -> !l.isBlank()).toList();
    return lines.isEmpty() ? "the JVM wrote no archive" : lines.get(lines.size() - 1);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
