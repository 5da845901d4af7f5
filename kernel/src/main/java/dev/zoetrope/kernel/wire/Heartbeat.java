package dev.zoetrope.kernel.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of the heartbeat. A client beats once a second for as long as the kernel lives. Through
 * the messaging library each beat wakes two threads, whose code is never hot and yet is compiled in
 * the end: most of what an idle kernel costs. A read and a write that block cost next to nothing.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** Each client has a thread; a kernel has one client, or a few. */
  private static final int MOST_CLIENTS = 64;

  private static final int CLOSE_MILLIS = 500;

  private final ServerSocket door = new ServerSocket();
  private final Thread acceptor = thread("zoetrope-heartbeat", this::accept);
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

  Heartbeat() throws IOException {}

  /**
   * Answers from now on.
   *
   * @throws IOException if the address cannot be bound
   */
  void bind(InetSocketAddress address) throws IOException {
    door.bind(address);
    acceptor.start();
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        welcome(door.accept());
      } catch (IOException | OutOfMemoryError e) {
        LOG.debug("A client of the heartbeat was not taken", e);
      }
    }
  }

  private void welcome(Socket client) throws IOException {
    clients.add(client);
    if (clients.size() > MOST_CLIENTS || door.isClosed()) {
      LOG.warn("The heartbeat serves {} clients; one more was sent away", MOST_CLIENTS);
      leave(client);
      return;
    }
    client.setTcpNoDelay(true);
    thread("zoetrope-heartbeat-client", () -> echo(client)).start();
  }

  private void echo(Socket client) {
    try {
      new HeartbeatEcho(client.getInputStream(), client.getOutputStream()).run();
    } catch (IOException e) {
      LOG.debug("A client of the heartbeat left", e);
    } finally {
      leave(client);
    }
  }

  private void leave(Socket client) {
    clients.remove(client);
    close(client);
  }

  /** The port is free when this returns: the thread that waits at it holds it until it has gone. */
  @Override
  public void close() {
    close(door);
    clients.forEach(this::leave);
    try {
      acceptor.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      LOG.debug("A socket of the heartbeat did not close", e);
    }
  }
}
