package dev.zoetrope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The question, on the command line or in a file. */
final class PromptOption {
  @Option(names = "--prompt", required = true, description = "The question.")
  private @Nullable String prompt;

  @Option(
      names = "--prompt-file",
      paramLabel = "FILE",
      required = true,
      description = "A file with the question.")
  private @Nullable Path file;

  String text() {
    if (prompt != null) {
      return prompt;
    }
    try {
      return file == null ? "" : Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read the question from " + file + ": give a text file.", e);
    }
  }
}
