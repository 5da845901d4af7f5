package dev.zoetrope.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks before the work, not after it, whether its result can be written. */
final class Writable {
  private Writable() {}

  /** Makes a folder that an option names. */
  static void folder(Path folder, String option) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw cannot(folder, option, e);
    }
    if (!Files.isWritable(folder)) {
      throw cannot(folder, option, new IOException("it may not be written"));
    }
  }

  /**
   * Makes the folder of a file that an option names, and finds out whether the file can be made.
   */
  static void file(Path file, String option) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new IllegalArgumentException(option + " " + file + " is a folder; give a file.");
    }
    folder(folder, option);
    try {
      boolean made = !Files.exists(file);
      Files.newByteChannel(file, CREATE, WRITE).close();
      if (made) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The file " + file + " cannot be written: give another " + option + ".", e);
    }
  }

  private static UncheckedIOException cannot(Path folder, String option, IOException reason) {
    return new UncheckedIOException(
        "Nothing can be written to the folder " + folder + ": give another " + option + ".",
        reason);
  }
}
