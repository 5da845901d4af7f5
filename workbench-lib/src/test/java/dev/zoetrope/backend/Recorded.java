package dev.zoetrope.backend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An answer of a real server, as src/test/resources/wire keeps it. */
record Recorded(String head, byte[] body) {
  /** The recording, such as "llama-server-b11434/stream-1img". */
  static Recorded of(String name) {
    try (InputStream in = Recorded.class.getResourceAsStream("/wire/" + name + ".http")) {
      byte[] all = in.readAllBytes();
      int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
      String head = new String(all, 0, end + 2, StandardCharsets.ISO_8859_1);
      return new Recorded(head, Arrays.copyOfRange(all, end + 4, all.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An event stream that nobody recorded. */
  static Recorded stream(String body) {
    return new Recorded(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n",
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** Lines of JSON that nobody recorded, over a connection that ends with them. */
  static byte[] lines(String... lines) {
    return new Recorded(
            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n",
            String.join("\n", lines).getBytes(StandardCharsets.UTF_8))
        .untilClose();
  }

  /** A number in a recorded object. */
  static int count(String name, String field) {
    return WireRig.body("\r\n\r\n" + of(name).text()).path(field).asInt();
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** As sent over a connection that ends with the body. */
  byte[] untilClose() {
    return whole(
        (head.replaceAll("(?im)^(transfer-encoding|content-length|connection):.*\r\n", "")
                + "Connection: close\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1),
        body);
  }

  /** As sent in HTTP chunks of so many bytes. */
  byte[] chunked(int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        (head.replaceAll("(?im)^(transfer-encoding|content-length|connection):.*\r\n", "")
                + "Transfer-Encoding: chunked\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    for (int at = 0; at < body.length; at += size) {
      byte[] piece = Arrays.copyOfRange(body, at, Math.min(body.length, at + size));
      out.writeBytes((Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.writeBytes(piece);
      out.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private static byte[] whole(byte[] head, byte[] body) {
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }
}
