package dev.zoetrope.ruler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came.
 *
 * @param read when the read of its last byte returned
 */
record Asked(String method, String path, Optional<String> id, byte[] body, long read) {
  private static final int HEAD = 64 << 10;
  private static final int BODY = 256 << 20;
  private static final Pattern LENGTH = header("content-length");
  private static final Pattern ID = header("x-request-id");
  private static final Pattern CHUNKED = header("transfer-encoding");

  private static Pattern header(String name) {
    return Pattern.compile("(?im)^" + name + ":[ \\t]*([^\\r\\n]*?)[ \\t]*$");
  }

  /** Reads the next one; {@code null} if the client has hung up before it. */
  static @Nullable Asked next(InputStream in, Ticker ticker) throws IOException {
    byte[] buffer = new byte[16 << 10];
    int got = 0;
    int end = -1;
    while (end < 0) {
      if (got == buffer.length) {
        if (got >= HEAD) {
          throw new IOException("the request's head does not end");
        }
        buffer = Arrays.copyOf(buffer, 2 * got);
      }
      int more = in.read(buffer, got, buffer.length - got);
      if (more < 0) {
        return null;
      }
      int from = Math.max(0, got - 3);
      got += more;
      end = blankLine(buffer, from, got);
    }
    String head = new String(buffer, 0, end, ISO_8859_1);
    byte[] rest = Arrays.copyOfRange(buffer, end, got);
    byte[] body =
        first(CHUNKED, head).isPresent() ? chunks(rest, in) : body(rest, length(head), in);
    long read = ticker.nanos();
    String[] words = head.split(" ", 3);
    if (words.length < 3) {
      throw new IOException("not a request");
    }
    return new Asked(words[0], words[1], first(ID, head), body, read);
  }

  private static int blankLine(byte[] bytes, int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private static int length(String head) throws IOException {
    String told = first(LENGTH, head).orElse("0");
    if (!told.matches("\\d{1,9}") || Integer.parseInt(told) > BODY) {
      throw new IOException("not a length: " + told);
    }
    return Integer.parseInt(told);
  }

  private static Optional<String> first(Pattern header, String head) {
    Matcher found = header.matcher(head);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private static byte[] body(byte[] rest, int length, InputStream in) throws IOException {
    byte[] body = Arrays.copyOf(rest, length);
    int got = Math.min(rest.length, length);
    while (got < length) {
      int more = in.read(body, got, length - got);
      if (more < 0) {
        throw new IOException("the request was cut");
      }
      got += more;
    }
    return body;
  }

  private static byte[] chunks(byte[] rest, InputStream in) throws IOException {
    InputStream all = new java.io.SequenceInputStream(new java.io.ByteArrayInputStream(rest), in);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(all).replaceFirst(";.*", "").strip(), 16);
      body.write(all.readNBytes(size));
      line(all);
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > HEAD) {
        throw new IOException("the request was cut");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  boolean isPost() {
    return method.equals("POST");
  }

  JsonNode json() {
    return ScriptJson.tree(body);
  }

  /** The path without its query. */
  String place() {
    return path.replaceFirst("\\?.*", "").toLowerCase(Locale.ROOT);
  }
}
