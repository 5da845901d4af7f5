package dev.zoetrope.backend;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Cuts bytes into server-sent events and gives on the data of each. Takes what servers really send:
 * any line end, comments, data of several lines, a byte order mark, events and letters split
 * anywhere, and a bare JSON line where an event should be (an error that a proxy wrote into the
 * stream).
 *
 * <p>Not thread-safe. Memory: one event of at most the limit.
 */
final class SseReader implements FrameReader {
  private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final int limit;
  private final Consumer<String> events;
  private final Consumer<String> failures;
  private final Runnable comments;
  private final Supplier<? extends RuntimeException> tooLong;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
  private final StringBuilder data = new StringBuilder(512);
  private boolean hasData;
  private boolean failed;
  private boolean afterCarriageReturn;
  private boolean first = true;

  /**
   * @param failures hears of the data of events whose name is {@code error}
   * @param comments hears of each comment, which servers send to keep a connection alive
   */
  SseReader(
      int limit,
      Consumer<String> events,
      Consumer<String> failures,
      Runnable comments,
      Supplier<? extends RuntimeException> tooLong) {
    this.tooLong = tooLong;
    this.limit = limit;
    this.events = events;
    this.failures = failures;
    this.comments = comments;
  }

  @Override
  public void feed(byte[] bytes, int length) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      boolean secondHalf = afterCarriageReturn && b == '\n';
      afterCarriageReturn = b == '\r';
      if (secondHalf) {
        from = i + 1;
      } else if (b == '\n' || b == '\r') {
        take(bytes, from, i);
        endLine();
        from = i + 1;
      }
    }
    take(bytes, from, length);
  }

  @Override
  public void end() {
    if (line.size() > 0) {
      endLine();
    }
    dispatch();
  }

  private void take(byte[] bytes, int from, int to) {
    line.write(bytes, from, to - from);
    if (line.size() + data.length() > limit) {
      throw tooLong.get();
    }
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (first) {
      first = false;
      text = withoutMark(text);
    }
    if (text.isEmpty()) {
      dispatch();
    } else if (text.startsWith("data:")) {
      append(text.substring(text.startsWith("data: ") ? 6 : 5));
    } else if (text.startsWith("{")) {
      append(text);
    } else if (text.startsWith("event:")) {
      failed = text.substring("event:".length()).strip().equals("error");
    } else if (text.startsWith(":")) {
      comments.run();
    }
  }

  private static String withoutMark(String text) {
    return text.startsWith(new String(BOM, StandardCharsets.UTF_8)) ? text.substring(1) : text;
  }

  private void append(String text) {
    if (hasData) {
      data.append('\n');
    }
    hasData = true;
    data.append(text);
  }

  private void dispatch() {
    if (hasData) {
      String event = data.toString();
      data.setLength(0);
      hasData = false;
      Consumer<String> hears = failed ? failures : events;
      failed = false;
      hears.accept(event);
    }
    failed = false;
  }
}
