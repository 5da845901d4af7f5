package dev.zoetrope.kernel.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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

  private final Sockets sockets;
  private final Envelopes envelopes;
  private final Consumer<Throwable> onBroken;
  private final Selector selector;
  private final Queue<Outgoing> outbox = new ConcurrentLinkedQueue<>();
  private Consumer<Request> listener = request -> {};
  private volatile boolean closing;
  // Confined to the socket thread.
  private long dropped;
  private boolean called;

  SocketLoop(Sockets sockets, Envelopes envelopes, Consumer<Throwable> onBroken)
      throws IOException {
    this.sockets = sockets;
    this.envelopes = envelopes;
    this.onBroken = onBroken;
    this.selector = Selector.open();
  }

  /** Before the thread starts. */
  void listen(Consumer<Request> listener) {
    this.listener = listener;
  }

  void send(ZMQ.Socket socket, List<byte[]> frames) {
    sendWithNext(socket, frames);
    selector.wakeup();
  }

  /** Leaves it to the next message, which must follow soon, to wake the thread. */
  void sendWithNext(ZMQ.Socket socket, List<byte[]> frames) {
    outbox.add(new Outgoing(socket, frames));
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
      sockets.close();
    }
  }

  private void watchSockets() throws IOException {
    for (ZMQ.Socket socket : sockets.all()) {
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
      if (receiveAll()) {
        called = false;
      } else if (outbox.isEmpty() && !closing) {
        await();
      }
    } catch (OutOfMemoryError e) {
      // The request or the reply in hand is lost, and somebody waits for it.
      onBroken.accept(e);
    } catch (RuntimeException | Error e) {
      // One bad message must not end the thread on which every client depends.
      LOG.error("The socket thread goes on after", e);
    }
  }

  /**
   * The library signals before it counts the signal, and what is not counted is not there yet: who
   * was called for nothing leaves the processor to the thread that will count.
   */
  private void await() throws IOException {
    if (called) {
      Thread.yield();
    }
    called = selector.select() > 0;
    selector.selectedKeys().clear();
  }

  private void sendAll() {
    for (Outgoing next = outbox.poll(); next != null; next = outbox.poll()) {
      // A listener that came meanwhile hears its welcome before anything else.
      welcomeAll();
      send(next);
    }
  }

  private static void send(Outgoing message) {
    int last = message.frames().size() - 1;
    for (int i = 0; i < last; i++) {
      message.socket().sendMore(message.frames().get(i));
    }
    message.socket().send(message.frames().get(last));
  }

  private boolean receiveAll() {
    boolean any = welcomeAll();
    for (Channel channel : Channel.values()) {
      any |= receive(channel);
    }
    return any;
  }

  /** Tells new listeners that from now on nothing is lost to them. */
  private boolean welcomeAll() {
    boolean any = false;
    for (byte[] change = subscription(); change != null; change = subscription()) {
      any = true;
      if (change.length > 0 && change[0] == 1) {
        welcome(Arrays.copyOfRange(change, 1, change.length));
      }
    }
    return any;
  }

  private byte @Nullable [] subscription() {
    return sockets.output().recv(ZMQ.DONTWAIT);
  }

  private void welcome(byte[] topic) {
    Map<String, Object> content = Map.of("subscription", new String(topic, StandardCharsets.UTF_8));
    send(
        new Outgoing(
            sockets.output(),
            envelopes.seal(
                List.of(topic), Origin.NONE, "iopub_welcome", content, Map.of(), List.of())));
  }

  private boolean receive(Channel channel) {
    List<byte[]> frames = frames(sockets.of(channel), ZMQ.DONTWAIT);
    if (frames.isEmpty()) {
      return false;
    }
    try {
      listener.accept(envelopes.open(channel, frames));
    } catch (BadMessage e) {
      dropped++;
      LOG.warn("Dropped on {}: {} (number {})", channel, e.getMessage(), dropped);
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
