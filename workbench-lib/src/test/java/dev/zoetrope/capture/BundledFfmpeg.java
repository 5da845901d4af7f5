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

/** The program that comes with the library: makes files of kinds that we do not write ourselves. */
final class BundledFfmpeg {
  private BundledFfmpeg() {}

  /** Runs it; the test is skipped where the program lacks a library of the host. */
  static void run(Object... arguments) throws Exception {
    Natives.load();
    Loader.load(avcodec.class);
    String program = Loader.load(ffmpeg.class);
    Assumptions.assumeTrue(exit(List.of(program, "-version"), program) == 0, "needs libpulse0");
    List<String> command = new ArrayList<>(List.of(program, "-y", "-loglevel", "error"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    assertThat(exit(command, program)).isZero();
  }

  private static int exit(List<String> command, String program) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", Path.of(program).getParent().toString());
    builder.redirectOutput(new File("target/ffmpeg.log"));
    return builder.start().waitFor();
  }
}
