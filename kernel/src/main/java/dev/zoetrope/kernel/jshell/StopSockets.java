package dev.zoetrope.kernel.jshell;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URL;
import java.net.URLConnection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the sockets that code of cells uses: no interrupt ends a wait for one of them, but
 * closing it does, as the JDK itself closes an interrupted channel. Public only because that code
 * lives elsewhere.
 *
 * <p>Static because byte code can reach nothing else; weak, so that it keeps no socket alive.
 * Thread-safe.
 */
public final class StopSockets {
  private static final Logger LOG = LoggerFactory.getLogger(StopSockets.class);

  private static final Set<String> WAITS =
      Set.of(
          "sun.nio.ch.NioSocketImpl",
          "sun.nio.ch.DatagramChannelImpl",
          "java.net.PlainSocketImpl",
          "java.net.SocketInputStream");

  /** A wait shows within a few frames: the system's call, the channel, the socket. */
  private static final int TOP_FRAMES = 6;

  private record Use(Thread user, long number) {}

  private static final Map<Object, Use> USED = Collections.synchronizedMap(new WeakHashMap<>());
  private static final AtomicLong USES = new AtomicLong();

  private StopSockets() {}

  private static <T> T used(T socket) {
    USED.put(socket, new Use(Thread.currentThread(), USES.incrementAndGet()));
    return socket;
  }

  /** Takes the place of {@code Socket.getInputStream} in cells. */
  public static InputStream getInputStream(Socket socket) throws IOException {
    return used(socket).getInputStream();
  }

  /** Takes the place of {@code Socket.getOutputStream} in cells. */
  public static OutputStream getOutputStream(Socket socket) throws IOException {
    return used(socket).getOutputStream();
  }

  /** Takes the place of {@code Socket.connect} in cells. */
  public static void connect(Socket socket, SocketAddress to) throws IOException {
    used(socket).connect(to);
  }

  /** Takes the place of {@code Socket.connect} in cells. */
  public static void connect(Socket socket, SocketAddress to, int millis) throws IOException {
    used(socket).connect(to, millis);
  }

  /** Takes the place of {@code ServerSocket.accept} in cells. */
  public static Socket accept(ServerSocket socket) throws IOException {
    return used(used(socket).accept());
  }

  /** Takes the place of {@code DatagramSocket.receive} in cells. */
  public static void receive(DatagramSocket socket, DatagramPacket packet) throws IOException {
    used(socket).receive(packet);
  }

  /** Takes the place of {@code URL.openConnection} in cells. */
  public static URLConnection openConnection(URL url) throws IOException {
    return used(url.openConnection());
  }

  /** Takes the place of {@code URL.openStream} in cells. */
  public static InputStream openStream(URL url) throws IOException {
    return openConnection(url).getInputStream();
  }

  /** Whether a thread with this stack waits for a socket. */
  static boolean isWaiting(StackTraceElement[] stack) {
    for (int i = 0; i < Math.min(TOP_FRAMES, stack.length); i++) {
      if (WAITS.contains(stack[i].getClassName())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Closes the socket that this thread turned to last; called again while it still waits, the one
   * before.
   */
  static void closeNewest(Thread user) {
    List<Map.Entry<Object, Use>> all;
    synchronized (USED) {
      all = USED.entrySet().stream().map(e -> Map.entry(e.getKey(), e.getValue())).toList();
    }
    all.stream()
        .filter(each -> each.getValue().user() == user)
        .max(Comparator.comparingLong(each -> each.getValue().number()))
        .ifPresent(each -> close(each.getKey()));
  }

  private static void close(Object used) {
    USED.remove(used);
    try {
      if (used instanceof Closeable socket) {
        socket.close();
      } else if (used instanceof HttpURLConnection connection) {
        connection.disconnect();
      }
    } catch (IOException e) {
      LOG.debug("{} could not be closed", used, e);
    }
  }
}
