package dev.zoetrope.backend;

import dev.zoetrope.metrics.SuppressForbidden;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** One thread that sends an event to each client every so many milliseconds. */
final class PacedServer {
  /** What ends a stream. */
  static final String END =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
          + "data: [DONE]\n\n";

  private static final byte[] HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.UTF_8);

  private static final Ticker CLOCK = Ticker.system();

  private final long paceNanos;
  private final int events;

  private PacedServer(long paceNanos, int events) {
    this.paceNanos = paceNanos;
    this.events = events;
  }

  /** Where one client is. */
  private static final class Client {
    private boolean asked;
    private int sent;
    private long next;
  }

  /** A chunk as vLLM and llama-server send them. */
  static String event(int index) {
    return "data: {\"id\":\"chatcmpl-7f3a\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
        + "\"model\":\"m\",\"system_fingerprint\":\"b10434\",\"choices\":[{\"index\":0,\"delta\":"
        + "{\"content\":\" word"
        + index
        + "\"},\"logprobs\":null,\"finish_reason\":null}]}";
  }

  /** Serves until the process ends; after -n events only keep-alives come. */
  static void serve(long paceMillis, int events) throws IOException {
    new PacedServer(paceMillis * 1_000_000, events).run();
  }

  @SuppressForbidden("whoever started it reads the port there")
  private void run() throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println(((InetSocketAddress) listener.getLocalAddress()).getPort());
      while (true) {
        selector.select(2);
        turn(selector, listener);
      }
    }
  }

  private void turn(Selector selector, ServerSocketChannel listener) throws IOException {
    for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      SelectionKey key = keys.next();
      keys.remove();
      if (key.isValid() && key.isAcceptable()) {
        SocketChannel client = listener.accept();
        client.configureBlocking(false);
        client.register(selector, SelectionKey.OP_READ, new Client());
      } else if (key.isValid() && key.isReadable()) {
        asked(key);
      }
    }
    long now = CLOCK.nanos();
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && key.attachment() instanceof Client client && client.asked) {
        send(key, client, now);
      }
    }
  }

  private void asked(SelectionKey key) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8192);
    int got;
    try {
      got = ((SocketChannel) key.channel()).read(bytes);
    } catch (IOException e) {
      got = -1;
    }
    if (got < 0) {
      key.channel().close();
      return;
    }
    Client client = (Client) key.attachment();
    if (!client.asked && new String(bytes.array(), 0, got, StandardCharsets.UTF_8).contains("}")) {
      client.asked = true;
      client.next = CLOCK.nanos();
      ((SocketChannel) key.channel()).write(ByteBuffer.wrap(HEAD));
    }
  }

  private void send(SelectionKey key, Client client, long now) throws IOException {
    if (now < client.next) {
      return;
    }
    client.next += paceNanos;
    try {
      ((SocketChannel) key.channel())
          .write(ByteBuffer.wrap(words(client).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      key.channel().close();
      return;
    }
    client.sent++;
    if (events > 0 && client.sent > events) {
      key.channel().close();
    }
  }

  private String words(Client client) {
    if (events < 0 && client.sent >= -events) {
      return ": keep-alive\n\n";
    }
    return events > 0 && client.sent == events ? END : event(client.sent) + "\n\n";
  }
}
