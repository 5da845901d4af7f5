package dev.zoetrope.kernel.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZMQ;

/**
 * The one thread that touches sockets. Others hand it frames and wake it; a selector's wake-up,
 * unlike a pipe, survives an interrupted caller, and cells are interrupted for a living.
 */
final class SocketLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketLoop.class);

  private record Outgoing(ZMQ.Socket socket, List<byte[]> frames) {}

  private final Connection connection;
  private final Envelopes envelopes;
  private final Selector selector;
  private final Queue<Outgoing> outbox = new ConcurrentLinkedQueue<>();
  private Consumer<Request> listener = request -> {};
  private volatile boolean closing;

  SocketLoop(Connection connection, Envelopes envelopes) throws IOException {
    this.connection = connection;
    this.envelopes = envelopes;
    this.selector = Selector.open();
  }

  /** Before the thread starts. */
  void listen(Consumer<Request> listener) {
    this.listener = listener;
  }

  void send(ZMQ.Socket socket, List<byte[]> frames) {
    outbox.add(new Outgoing(socket, frames));
    selector.wakeup();
  }

  /** Ends the loop after what was handed over before this call has been sent. */
  void stop() {
    closing = true;
    selector.wakeup();
  }

  @Override
  public void run() {
    try {
      watchSockets();
      while (!closing) {
        turn();
      }
      sendAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      connection.close();
    }
  }

  private void watchSockets() throws IOException {
    List<ZMQ.Socket> sockets = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      sockets.add(connection.socket(channel));
    }
    sockets.add(connection.heartbeatSocket());
    sockets.add(connection.outputSocket());
    for (ZMQ.Socket socket : sockets) {
      socket.getFD().register(selector, SelectionKey.OP_READ);
    }
  }

  /**
   * Sends first and reads last: a send may use up the signal that something can be read, so nothing
   * may be sent between the last look at the sockets and the wait.
   */
  private void turn() throws IOException {
    try {
      sendAll();
      if (!receiveAll() && outbox.isEmpty() && !closing) {
        selector.select();
        selector.selectedKeys().clear();
      }
    } catch (RuntimeException | Error e) {
      // One bad message or a full heap must not end the thread on which every client depends.
      LOG.error("The socket thread goes on after", e);
    }
  }

  private void sendAll() {
    for (Outgoing next = outbox.poll(); next != null; next = outbox.poll()) {
      int last = next.frames().size() - 1;
      for (int i = 0; i < last; i++) {
        next.socket().sendMore(next.frames().get(i));
      }
      next.socket().send(next.frames().get(last));
    }
  }

  private boolean receiveAll() {
    boolean any = echoHeartbeats();
    for (Channel channel : Channel.values()) {
      any |= receive(channel);
    }
    // Looking is what makes a publishing socket take in new subscriptions.
    connection.outputSocket().getEvents();
    return any;
  }

  private boolean echoHeartbeats() {
    ZMQ.Socket heartbeat = connection.heartbeatSocket();
    byte[] beat = heartbeat.recv(ZMQ.DONTWAIT);
    if (beat == null) {
      return false;
    }
    heartbeat.send(beat);
    return true;
  }

  private boolean receive(Channel channel) {
    List<byte[]> frames = frames(connection.socket(channel), ZMQ.DONTWAIT);
    if (frames.isEmpty()) {
      return false;
    }
    try {
      listener.accept(envelopes.open(channel, frames));
    } catch (BadMessage e) {
      LOG.warn("Dropped on {}: {}", channel, e.getMessage());
    }
    return true;
  }

  /** The frames of the next message; none if none has come. */
  static List<byte[]> frames(ZMQ.Socket socket, int flags) {
    List<byte[]> frames = new ArrayList<>();
    byte[] frame = socket.recv(flags);
    while (frame != null) {
      frames.add(frame);
      frame = socket.hasReceiveMore() ? socket.recv() : null;
    }
    return frames;
  }
}
