package dev.zoetrope.backend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that writes exactly the bytes that a test tells it to, cut where the test says: one
 * request a connection, one script for all.
 */
final class RawServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private RawServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  /** What to do with a request. */
  @FunctionalInterface
  interface Script {
    void answer(String request, Wire wire) throws IOException, InterruptedException;
  }

  /** The server's end of a connection. */
  record Wire(Socket socket, OutputStream out) {
    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Makes the next close a reset instead of an orderly end. */
    void resetOnClose() throws IOException {
      socket.setSoLinger(true, 0);
    }

    /** Sends nothing until the client hangs up. */
    void awaitHangUp() throws IOException {
      while (socket.getInputStream().read() >= 0) {
        continue;
      }
    }
  }

  static RawServer start(Script script) {
    try {
      RawServer server =
          new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
      server.thread(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers every request with these bytes and closes. */
  static RawServer always(byte[] answer) {
    return start((request, wire) -> wire.send(answer));
  }

  String uri() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  List<String> requests() {
    return requests;
  }

  private void thread(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        thread(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String request = request(socket.getInputStream());
      if (!request.isEmpty()) {
        requests.add(request);
        script.answer(request, new Wire(socket, socket.getOutputStream()));
      }
    } catch (IOException e) {
      // A client that hangs up is part of many tests; the test sees it on its own side.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int wanted = Integer.MAX_VALUE;
    while (bytes.size() < wanted) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      bytes.write(b);
      if (b == '\n' && wanted == Integer.MAX_VALUE) {
        String head = bytes.toString(StandardCharsets.ISO_8859_1);
        wanted = head.endsWith("\r\n\r\n") ? head.length() + length(head) : wanted;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
