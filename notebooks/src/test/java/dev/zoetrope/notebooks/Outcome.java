package dev.zoetrope.notebooks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a process left behind.
 *
 * @param code its exit code
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
record Outcome(int code, String out, String err) {

  /**
   * Runs the process to its end; after the patience is over, ends it and all it started.
   *
   * <p>Its words go through files: what a lost grandchild still holds open cannot make this wait.
   */
  static Outcome of(ProcessBuilder builder, Duration patience)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("outcome", ".out");
    Path err = Files.createTempFile("outcome", ".err");
    try {
      Process process =
          builder
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        Processes.end(process);
      }
      Outcome outcome = new Outcome(ended ? process.exitValue() : -1, read(out), read(err));
      if (!ended) {
        throw new AssertionError(
            builder.command() + " did not end in " + patience + ": " + outcome);
      }
      return outcome;
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
