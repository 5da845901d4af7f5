package dev.zoetrope.capture;

import java.io.File;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The RTSP camera as a process of its own, on a port that its starter chose. */
final class RtspSender {
  private RtspSender() {}

  static ProcessBuilder builder(Path film, int seconds, int port, String log) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RtspSender.class.getName(),
            film.toString(),
            Integer.toString(seconds),
            Integer.toString(port));
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File(log));
  }

  public static void main(String[] words) throws Exception {
    ServerSocket server = LoopbackCamera.listening(Integer.parseInt(words[2]));
    try (LoopbackCamera unused =
        new RtspCamera(server, Path.of(words[0]), Integer.parseInt(words[1]), true)) {
      new CountDownLatch(1).await();
    }
  }
}
