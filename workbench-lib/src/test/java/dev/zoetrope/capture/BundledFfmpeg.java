package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Assumptions;

/**
 * The program that comes with the library: makes files of kinds that we do not write ourselves, and
 * sends streams.
 */
final class BundledFfmpeg {
  private BundledFfmpeg() {}

  /** Runs it; the test is skipped where the program lacks a library of the host. */
  static void run(Object... arguments) throws Exception {
    assertThat(exit(builder("target/ffmpeg.log", arguments))).isZero();
  }

  /** Its process, to be started and ended by the caller; skips as {@link #run} does. */
  static ProcessBuilder builder(String log, Object... arguments) throws Exception {
    Natives.load();
    Loader.load(avcodec.class);
    String program = Loader.load(ffmpeg.class);
    Assumptions.assumeTrue(
        exit(started(program, "target/ffmpeg.log", List.of("-version"))) == 0, "needs libpulse0");
    List<String> words = new ArrayList<>(List.of("-nostdin", "-y", "-loglevel", "error"));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return started(program, log, words);
  }

  private static ProcessBuilder started(String program, String log, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", Path.of(program).getParent().toString());
    return builder.redirectOutput(new File(log));
  }

  private static int exit(ProcessBuilder builder) throws Exception {
    return builder.start().waitFor();
  }
}
