package dev.zoetrope.ruler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zoetrope.metrics.SuppressForbidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The floor of any Java client: a thread and a plain socket for each stream, a stamp after each
 * read, bytes searched for what the scripted server is known to write. It understands nothing else.
 *
 * <p>Arguments: port, concurrency, requests, warm-up, tokens, file to write, and an image or
 * nothing.
 */
public final class BareClient {
  private static final byte[] TEXT = "\"content\":\"".getBytes(UTF_8);
  private static final byte[] END = "0\r\n\r\n".getBytes(UTF_8);

  private final int port;
  private final String body;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Queue<String> done = new ConcurrentLinkedQueue<>();

  private BareClient(int port, String body) {
    this.port = port;
    this.body = body;
  }

  /** Writes one object as {@code zoetrope load --json} does. */
  public static void main(String[] words) throws IOException, InterruptedException {
    int concurrency = Integer.parseInt(words[1]);
    BareClient client =
        new BareClient(
            Integer.parseInt(words[0]),
            body(Integer.parseInt(words[4]), words.length > 6 ? words[6] : ""));
    client.run(concurrency, Integer.parseInt(words[3]));
    client.done.clear();
    client.run(concurrency, Integer.parseInt(words[2]));
    Files.writeString(
        Path.of(words[5]),
        client.done.stream().collect(Collectors.joining(",\n", "{\"requests\":[", "]}\n")));
  }

  private static String body(int tokens, String image) throws IOException {
    String picture =
        image.isEmpty()
            ? ""
            : "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(image)))
                + "\"}},";
    return "{\"model\":\"scripted\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
        + "\"max_tokens\":"
        + tokens
        + ",\"messages\":[{\"role\":\"user\",\"content\":["
        + picture
        + "{\"type\":\"text\",\"text\":\"What do you see?\"}]}]}";
  }

  private void run(int concurrency, int requests) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(requests);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(concurrency, requests); i++) {
      Thread thread = new Thread(() -> connection(left, go), "bare-" + i);
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void connection(AtomicInteger left, CountDownLatch go) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      go.await();
      byte[] buffer = new byte[64 << 10];
      while (left.getAndDecrement() > 0) {
        done.add(ask(socket, buffer));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressForbidden("the floor has nothing of ours in it")
  private String ask(Socket socket, byte[] buffer) throws IOException {
    String id = "bare-" + numbers.getAndIncrement();
    byte[] request =
        ("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + "X-Request-Id: "
                + id
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(ISO_8859_1);
    long start = System.nanoTime();
    OutputStream out = socket.getOutputStream();
    out.write(request);
    long wrote = System.nanoTime();
    return told(id, start, wrote, stamps(socket.getInputStream(), buffer));
  }

  @SuppressForbidden("the floor has nothing of ours in it")
  private static List<Long> stamps(InputStream in, byte[] buffer) throws IOException {
    List<Long> stamps = new ArrayList<>();
    boolean ended = false;
    while (!ended) {
      int got = in.read(buffer);
      long stamp = System.nanoTime();
      if (got < 0) {
        throw new IOException("the answer was cut");
      }
      for (int piece = count(buffer, got); piece > 0; piece--) {
        stamps.add(stamp);
      }
      ended = got >= END.length && Arrays.equals(buffer, got - END.length, got, END, 0, END.length);
    }
    return stamps;
  }

  private static int count(byte[] bytes, int length) {
    int found = 0;
    for (int i = 0; i + TEXT.length < length; i++) {
      boolean here = Arrays.equals(bytes, i, i + TEXT.length, TEXT, 0, TEXT.length);
      found += here && bytes[i + TEXT.length] != '"' ? 1 : 0;
    }
    return found;
  }

  private static String told(String id, long start, long wrote, List<Long> stamps) {
    StringBuilder gaps = new StringBuilder();
    for (int i = 1; i < stamps.size(); i++) {
      gaps.append(i == 1 ? "" : ",").append((stamps.get(i) - stamps.get(i - 1)) / 1e6);
    }
    return "{\"rid\":\""
        + id
        + "\",\"ttft_ms\":"
        + (stamps.get(0) - start) / 1e6
        + ",\"wrote_ttft_ms\":"
        + (stamps.get(0) - wrote) / 1e6
        + ",\"tokens\":"
        + stamps.size()
        + ",\"gaps_ms\":["
        + gaps
        + "],\"error\":null}";
  }
}
