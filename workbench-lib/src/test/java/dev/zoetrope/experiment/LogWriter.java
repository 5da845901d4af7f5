package dev.zoetrope.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zoetrope.compare.Answers;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.compare.Clip;
import dev.zoetrope.compare.ScriptedBackend;
import dev.zoetrope.temporal.SingleFrame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that writes into a log. */
final class LogWriter {
  private static final int MANY = 100_000;

  private LogWriter() {}

  /**
   * {@code lines FILE COUNT RUN} writes plain lines, {@code run FILE} a comparison without end,
   * {@code hold FILE} keeps the file locked until its input ends.
   */
  public static void main(String[] args) throws IOException {
    if (args[0].equals("hold")) {
      hold(Path.of(args[1]));
    } else if (args[0].equals("lines")) {
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

  private static void hold(Path file) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.println(lock.isValid() ? "held" : "lost");
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }

  /** Keeps the file locked, from now on until the process's input is closed or it is ended. */
  static Process holding(Path file) throws IOException {
    Process holder = builder("hold", file.toString()).start();
    new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8)).readLine();
    return holder;
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
    return builder(args).redirectOutput(output.toFile()).start();
  }

  /** The same where no file may grow beyond some tens of kilobytes. */
  static Process startLimited(Path output, String... args) throws IOException {
    ProcessBuilder plain = builder(args);
    List<String> limited =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 100 && exec \"$@\"", "limited"));
    limited.addAll(plain.command());
    return plain.command(limited).redirectOutput(output.toFile()).start();
  }

  private static ProcessBuilder builder(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", classPath(), LogWriter.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static String classPath() {
    String forked = System.getProperty("surefire.test.class.path", "");
    return forked.isEmpty() ? System.getProperty("java.class.path") : forked;
  }
}
