package dev.zoetrope.kernel.display;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * What a cell printed and nobody has sent yet. Keeps the order between the two streams by sending
 * the one before it takes in the other.
 *
 * <p>Guarded by its own lock; the sink is called under it, so that two flushes cannot overtake each
 * other.
 */
final class TextBuffer {
  /**
   * One message carries at most about this many bytes, so that a flood reaches the screen in
   * pieces.
   */
  private static final int FULL = 64 * 1024;

  private final BiConsumer<String, String> sink;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private String stream = "stdout";

  /**
   * @param sink takes the stream's name and its text
   */
  TextBuffer(BiConsumer<String, String> sink) {
    this.sink = sink;
  }

  /**
   * Takes in bytes; true if the buffer was empty, which means that somebody should flush it before
   * long.
   */
  synchronized boolean append(String to, byte[] data, int offset, int length) {
    if (!to.equals(stream)) {
      send(bytes.size());
      stream = to;
    }
    boolean wasEmpty = bytes.size() == 0;
    bytes.write(data, offset, length);
    if (bytes.size() >= FULL) {
      flush();
    }
    return wasEmpty && bytes.size() > 0;
  }

  /** Sends all whole characters; the first bytes of an unfinished one wait for the rest. */
  synchronized void flush() {
    send(wholeCharacters());
  }

  private void send(int length) {
    if (length == 0) {
      return;
    }
    byte[] all = bytes.toByteArray();
    bytes.reset();
    bytes.write(all, length, all.length - length);
    sink.accept(stream, new String(all, 0, length, StandardCharsets.UTF_8));
  }

  private int wholeCharacters() {
    byte[] all = bytes.toByteArray();
    int lead = all.length - 1;
    while (lead >= 0 && all.length - lead < 4 && (all[lead] & 0xc0) == 0x80) {
      lead--;
    }
    boolean unfinished = lead >= 0 && all.length - lead < sequenceLength(all[lead]);
    return unfinished ? lead : all.length;
  }

  private static int sequenceLength(byte lead) {
    int bits = lead & 0xff;
    if (bits < 0xc0) {
      return 1;
    }
    return bits < 0xe0 ? 2 : bits < 0xf0 ? 3 : 4;
  }
}
