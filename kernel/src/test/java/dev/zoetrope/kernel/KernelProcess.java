package dev.zoetrope.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoetrope.kernel.wire.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kernel as Jupyter starts one: a process of its own, on the JVM and the class path of the test.
 */
final class KernelProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KernelProcess.class);

  final Process process;
  final Path log;
  private final JsonObject connection;
  private final List<KernelClient> clients = new ArrayList<>();

  private KernelProcess(Process process, JsonObject connection, Path log) {
    this.process = process;
    this.connection = connection;
    this.log = log;
  }

  static KernelProcess start(Path folder, Map<String, String> environment, String... flags)
      throws IOException {
    Path file = Rehearsal.connectionFile(folder);
    Path log = folder.resolve("kernel.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("ZOETROPE_KERNEL_HISTORY", folder.resolve("history").toString());
    builder.environment().putAll(environment);
    JsonObject connection = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    return new KernelProcess(watched(builder.start(), log), connection, log);
  }

  /** Whoever asks why a kernel went silent finds in its log how it ended. */
  private static Process watched(Process process, Path log) {
    var unused = process.onExit().thenAccept(ended -> note(log, "exit " + ended.exitValue()));
    return process;
  }

  private static void note(Path log, String line) {
    try {
      Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      // The folder went with its test.
      LOG.debug("no note in {}", log, e);
    }
  }

  int port(String name) {
    return connection.get(name).getAsInt();
  }

  /** A client whose subscription is known to have arrived. */
  KernelClient client() {
    KernelClient client = new KernelClient(connection);
    clients.add(client);
    client.listen();
    return client;
  }

  /**
   * Waits for a second in which the process hardly computes: what it warms up ends, a loop never.
   */
  void awaitQuiet() throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Duration used = cpuInOneSecond();
    while (used.compareTo(Duration.ofMillis(500)) > 0) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the kernel still computes, " + used + " in a second");
      }
      used = cpuInOneSecond();
    }
  }

  private Duration cpuInOneSecond() throws InterruptedException {
    Duration before = cpu();
    boolean ended = process.waitFor(1, TimeUnit.SECONDS);
    if (ended) {
      throw new AssertionError("the kernel has ended");
    }
    return cpu().minus(before);
  }

  private Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  @Override
  public void close() {
    clients.forEach(KernelClient::close);
    process.destroyForcibly();
  }
}
