package dev.zoetrope.backend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A raw OpenAI-compatible server that answers every question with "w0 w1 w2 …", one word at a time
 * at a steady pace, and notes when a client closed its socket before the end. For tests of stop
 * buttons.
 *
 * <p>Thread-safe. As a program: {@code SlowVlmServer PORT [MILLIS_PER_WORD] [WORDS]} prints the
 * port that it listens on (0 chooses one), and a line for each client that hangs up.
 */
public final class SlowVlmServer implements AutoCloseable {
  private static final String MODELS =
      "{\"object\":\"list\",\"data\":[{\"id\":\"slow\",\"object\":\"model\",\"owned_by\":\"test\"}]}";

  private final ServerSocket listener;
  private final Duration pace;
  private final int words;
  private final LinkedBlockingQueue<Long> hangUps = new LinkedBlockingQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private SlowVlmServer(ServerSocket listener, Duration pace, int words) {
    this.listener = listener;
    this.pace = pace;
    this.words = words;
  }

  /** Listens on a free loopback port. */
  public static SlowVlmServer start(Duration pace, int words) {
    return start(0, pace, words);
  }

  /** Listens on this loopback port; 0 takes a free one. */
  public static SlowVlmServer start(int port, Duration pace, int words) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      SlowVlmServer server = new SlowVlmServer(listener, pace, words);
      server.thread("slow-vlm-accept", server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a backend URI. */
  public String uri() {
    return "http://127.0.0.1:" + port();
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The bodies of the chat requests so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** How many connections are open now. */
  public int connections() {
    return open.size();
  }

  /**
   * Waits until a client has closed its socket amid an answer.
   *
   * @return when it was seen, in {@code System.nanoTime()}; empty if none did in that time
   */
  public Optional<Long> awaitHangUp(Duration most) throws InterruptedException {
    return Optional.ofNullable(hangUps.poll(most.toNanos(), TimeUnit.NANOSECONDS));
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

  private void thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        thread("slow-vlm-client", () -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String first = in.readLine();
      while (first != null) {
        String body = body(in);
        if (!first.startsWith("POST")) {
          get(first, socket.getOutputStream());
        } else {
          requests.add(body);
          answer(socket, in);
          return;
        }
        first = in.readLine();
      }
    } catch (IOException e) {
      // The client is gone, which is what this server is for.
      return;
    } finally {
      open.remove(socket);
    }
  }

  private static String body(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    char[] body = new char[length];
    for (int got = 0; got < length; ) {
      int more = in.read(body, got, length - got);
      if (more < 0) {
        throw new IOException("request cut");
      }
      got += more;
    }
    return new String(body);
  }

  private static void get(String request, OutputStream out) throws IOException {
    boolean models = request.startsWith("GET /v1/models ");
    String body = models ? MODELS : "{\"detail\":\"Not Found\"}";
    write(
        out,
        "HTTP/1.1 "
            + (models ? "200 OK" : "404 Not Found")
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private void answer(Socket socket, BufferedReader in) throws IOException {
    CountDownLatch gone = new CountDownLatch(1);
    thread("slow-vlm-watch", () -> watch(in, gone));
    OutputStream out = socket.getOutputStream();
    write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    event(out, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
    for (int i = 0; i < words; i++) {
      if (left(gone) || !reaches(out, "w" + i + " ")) {
        hangUps.add(System.nanoTime());
        return;
      }
    }
    event(out, "{}", "\"stop\"");
    write(
        out,
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":"
            + words
            + "}}\n\ndata: [DONE]\n\n");
  }

  /** Writing may notice first that the client is gone. */
  private static boolean reaches(OutputStream out, String word) {
    try {
      event(out, "{\"content\":\"" + word + "\"}", "null");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits for the next word's time; true as soon as the client is gone. */
  private boolean left(CountDownLatch gone) {
    try {
      return gone.await(pace.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void watch(BufferedReader in, CountDownLatch gone) {
    try {
      while (in.read() >= 0) {
        continue;
      }
      gone.countDown();
    } catch (IOException e) {
      gone.countDown();
    }
  }

  private static void event(OutputStream out, String delta, String finish) throws IOException {
    write(
        out,
        "data: {\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":"
            + finish
            + "}]}\n\n");
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Serves until its standard input ends. */
  public static void main(String... args) throws IOException, InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    Duration pace = Duration.ofMillis(args.length > 1 ? Long.parseLong(args[1]) : 200);
    int words = args.length > 2 ? Integer.parseInt(args[2]) : 600;
    try (SlowVlmServer server = start(port, pace, words)) {
      System.out.println(server.port());
      server.thread("slow-vlm-report", server::report);
      InputStream in = System.in;
      while (in.read() >= 0) {
        continue;
      }
    }
  }

  private void report() {
    try {
      while (true) {
        System.out.println("hang-up " + hangUps.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
