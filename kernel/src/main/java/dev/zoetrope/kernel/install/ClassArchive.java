package dev.zoetrope.kernel.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes the class-data archive: one run of the kernel whose loaded classes the JVM writes to a
 * file, ready to be mapped. From 25 on the JVM adds what it has learned about the code that ran, so
 * that the first cells of a kernel are compiled as if it had run for a while.
 */
final class ClassArchive {
  /** A slow machine needs half a minute; after this the archive is not worth the wait. */
  private static final int TIMEOUT_SECONDS = 120;

  private static final String FILE = "classes.jsa";

  private static final boolean LEARNS = Runtime.version().feature() >= 25;

  private ClassArchive() {}

  /** The flag that makes the archive when the process ends. */
  private static String record(Path file) {
    return (LEARNS ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file;
  }

  /**
   * The flags that use the archive. One that does not fit any more is no news for the user: the
   * kernel then starts without, only slower. And on 25 the log calls it an error that the flag for
   * native access was unknown when the JDK's own archive was made.
   */
  static List<String> flags(String file) {
    return LEARNS
        ? List.of("-XX:AOTCache=" + file, "-Xlog:disable")
        : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:disable");
  }

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
    List<String> command = spec.command(List.of(record(part)));
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
