package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that sends a film, and is started again whenever it ends: one that serves a
 * single viewer ends with it. It can be halted, as a camera whose power fails while its connection
 * stands, and killed.
 */
final class SenderProcess implements AutoCloseable {
  private final ProcessBuilder builder;
  private final Thread keeper = new Thread(this::keep, "sender");
  private final CountDownLatch closed = new CountDownLatch(1);
  private Process process;

  private SenderProcess(ProcessBuilder builder) throws IOException {
    this.builder = builder;
    this.process = builder.start();
    keeper.setDaemon(true);
  }

  static SenderProcess start(ProcessBuilder builder) throws IOException {
    SenderProcess sender = new SenderProcess(builder);
    sender.keeper.start();
    return sender;
  }

  private void keep() {
    try {
      while (true) {
        running().waitFor();
        // One that cannot start at all is not to burn the machine.
        if (closed.await(100, TimeUnit.MILLISECONDS)) {
          return;
        }
        again();
      }
    } catch (IOException | InterruptedException e) {
      // The test ends without a sender, and waits for its pictures in vain.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Process running() {
    return process;
  }

  private synchronized void again() throws IOException {
    if (closed.getCount() > 0) {
      process = builder.start();
    }
  }

  /** Stops it in its tracks; its connections stay. */
  void halt() throws Exception {
    signal("-STOP");
  }

  void goOn() throws Exception {
    signal("-CONT");
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", name, Long.toString(running().pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Ends it at once; another one takes its place. */
  void kill() {
    running().destroyForcibly();
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    process.destroyForcibly();
  }
}
