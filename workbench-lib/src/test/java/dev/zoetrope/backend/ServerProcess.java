package dev.zoetrope.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A server that a test started: what it prints is in a file of "target", and it ends with us. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param name of its log
   */
  static ServerProcess start(String name, ProcessBuilder builder) throws IOException {
    Path log = Files.createTempFile(folder(), name + "-", ".log");
    Process started = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endAll(started)));
    return new ServerProcess(started, log);
  }

  /** Where servers of tests may write. */
  static Path folder() throws IOException {
    return Files.createDirectories(Path.of("target").toAbsolutePath());
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Waits until this address answers 200. */
  void awaitFine(String address, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isFine(address)) {
      if (waited(100)) {
        throw new IOException("it ended while it started:\n" + log());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("it was not ready in " + patience + ":\n" + log());
      }
    }
  }

  private static boolean isFine(String address) {
    try {
      HttpURLConnection http = (HttpURLConnection) URI.create(address).toURL().openConnection();
      http.setConnectTimeout(2_000);
      http.setReadTimeout(2_000);
      return http.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** What it printed. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean waited(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void endAll(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Asks it to end, which ends its workers, and waits until it is gone. */
  @Override
  public void close() {
    process.destroy();
    if (!waited(20_000) || Thread.currentThread().isInterrupted()) {
      endAll(process);
    }
  }
}
