package dev.zoetrope.experiment;

import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.Clip;
import dev.zoetrope.compare.ScriptedBackend;
import dev.zoetrope.temporal.SingleFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that writes into a log. */
final class LogWriter {
  private static final int MANY = 100_000;

  private LogWriter() {}

  /** {@code lines FILE COUNT RUN} writes plain lines, {@code run FILE} a comparison without end. */
  public static void main(String[] args) {
    if (args[0].equals("lines")) {
      write(RunLog.at(Path.of(args[1])), Integer.parseInt(args[2]), args[3]);
    } else {
      compare(RunLog.at(Path.of(args[1])));
    }
  }

  /** Lines of very different lengths, numbered. */
  static void write(RunLog log, int count, String run) {
    for (int i = 0; i < count; i++) {
      log.append(RunLog.line("test", run).put("n", i).put("pad", "x".repeat(i * 37 % 5000)));
    }
  }

  private static void compare(RunLog log) {
    String text = "a long answer ".repeat(200);
    try (Clip clip = new Clip()) {
      ScriptedBackend endless = new ScriptedBackend("a:", "here", Answers.saying(text));
      new Experiments(log, clip.encoder())
          .compare(
              clip.spec(List.of(SingleFrame.middle()), MANY, AskOrder.IN_TURN, 0, endless),
              List.of());
    }
  }

  static Process start(Path output, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", classPath(), LogWriter.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static String classPath() {
    String forked = System.getProperty("surefire.test.class.path", "");
    return forked.isEmpty() ? System.getProperty("java.class.path") : forked;
  }
}
