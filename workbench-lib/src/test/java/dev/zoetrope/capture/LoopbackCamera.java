package dev.zoetrope.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A server on loopback that gives a film again and again as fast as time goes, to any number of
 * viewers, and falls silent or hangs up when a test wants it to. The film is read in pieces: a
 * transport stream in packets, everything else whole.
 */
abstract class LoopbackCamera implements AutoCloseable {
  /** Whole packets of a transport stream, as many as one datagram takes. */
  static final int PIECE = 7 * 188;

  private final ServerSocket server;
  private final Set<Socket> viewers = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean silent;

  LoopbackCamera() throws IOException {
    this(listening(0));
  }

  LoopbackCamera(ServerSocket server) {
    this.server = server;
    daemon(this::accept);
  }

  static ServerSocket listening(int port) throws IOException {
    return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
  }

  final int port() {
    return server.getLocalPort();
  }

  abstract String uri();

  /** Talks to one viewer until it leaves. */
  abstract void serve(Socket viewer) throws IOException;

  private void accept() {
    try {
      while (true) {
        Socket viewer = server.accept();
        viewers.add(viewer);
        daemon(() -> served(viewer));
      }
    } catch (IOException e) {
      closed.countDown();
    }
  }

  private void served(Socket viewer) {
    try (viewer) {
      serve(viewer);
    } catch (IOException e) {
      // The viewer has left, or was cut off.
      viewers.remove(viewer);
    }
  }

  final void fallSilent() {
    silent = true;
  }

  final void speak() {
    silent = false;
  }

  final boolean speaks() {
    return !silent;
  }

  final void hangUp() throws IOException {
    for (Socket viewer : viewers) {
      viewer.close();
    }
    viewers.clear();
  }

  /** Waits; false when the camera was closed. */
  final boolean pause(long nanos) {
    try {
      return !closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static void daemon(Runnable work) {
    Thread thread = new Thread(work, "loopback-camera");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    hangUp();
  }

  /** Hands the pieces of a film to somebody, at the pace of its length. */
  interface Sink {
    void send(byte[] bytes, int from, int to) throws IOException;
  }

  /** Until the viewer leaves or this is closed. */
  final void play(byte[] film, int seconds, Sink sink) throws IOException {
    long each = seconds * 1_000_000_000L * PIECE / film.length;
    long due = System.nanoTime();
    for (int at = 0; pause(Math.max(0, due - System.nanoTime())); at += PIECE) {
      int from = at % (film.length - film.length % PIECE);
      if (speaks()) {
        sink.send(film, from, from + PIECE);
      }
      due += each;
      at = from;
    }
  }

  /** Everything up to the empty line. */
  static String request(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the viewer has left");
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** A transport stream over HTTP. */
  static LoopbackCamera transport(Path film, int seconds) throws IOException {
    byte[] bytes = Files.readAllBytes(film);
    return new LoopbackCamera() {
      @Override
      String uri() {
        return "http://127.0.0.1:" + port() + "/door.ts";
      }

      @Override
      void serve(Socket viewer) throws IOException {
        OutputStream out = answered(viewer, "video/mp2t");
        play(bytes, seconds, (all, from, to) -> out.write(all, from, to - from));
      }
    };
  }

  /** Single pictures over HTTP, as simple cameras send them. */
  static LoopbackCamera pictures(byte[]... jpegs) throws IOException {
    return new LoopbackCamera() {
      @Override
      String uri() {
        return "http://127.0.0.1:" + port() + "/mjpeg";
      }

      @Override
      void serve(Socket viewer) throws IOException {
        OutputStream out = answered(viewer, "multipart/x-mixed-replace; boundary=frame");
        for (int i = 0; pause(40_000_000); i++) {
          if (speaks()) {
            out.write(part(jpegs[i % jpegs.length]));
          }
        }
      }
    };
  }

  private static byte[] part(byte[] jpeg) {
    byte[] head =
        ("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] part = Arrays.copyOf(head, head.length + jpeg.length + 2);
    System.arraycopy(jpeg, 0, part, head.length, jpeg.length);
    part[part.length - 2] = '\r';
    part[part.length - 1] = '\n';
    return part;
  }

  private static OutputStream answered(Socket viewer, String type) throws IOException {
    String unused = request(viewer.getInputStream());
    OutputStream out = viewer.getOutputStream();
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    return out;
  }

  /** Takes connections and never says a word. */
  static LoopbackCamera mute(String scheme) throws IOException {
    return new LoopbackCamera() {
      @Override
      String uri() {
        return scheme + "://127.0.0.1:" + port() + "/mute";
      }

      @Override
      void serve(Socket viewer) throws IOException {
        while (viewer.getInputStream().read() >= 0) {
          // Listens.
        }
      }
    };
  }
}
