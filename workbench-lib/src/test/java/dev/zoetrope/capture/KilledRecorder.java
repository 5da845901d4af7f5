package dev.zoetrope.capture;

import dev.zoetrope.media.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that records and is gone from one moment to the next. */
final class KilledRecorder {
  static final int PICTURES = 98;
  static final String SCENE = "synthetic:counter?size=160x120&frames=98";

  private KilledRecorder() {}

  /** Writes so many pictures into FILE, 40 ms apart, and halts. */
  public static void main(String[] arguments) throws InterruptedException {
    List<Frame> frames = Studied.scene(SCENE, PICTURES);
    try (Studied studied = new Studied(Path.of(arguments[0]), RecorderOptions.plain())) {
      for (int i = 0; i < PICTURES; i++) {
        studied.show(frames.get(i), 40L * i);
      }
      Runtime.getRuntime().halt(9);
    }
  }

  static int run(Path file, Path output) throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            KilledRecorder.class.getName(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
  }
}
