package dev.zoetrope.kernel;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What {@code System.in} reads in a cell: asks for a line when all that was typed has been read.
 * Ends where nobody can answer. Guarded by its own lock.
 */
final class Typed extends InputStream {
  private final Questions questions;
  private byte[] line = {};
  private int next;

  Typed(Questions questions) {
    this.questions = questions;
  }

  @Override
  public synchronized int read() {
    return hasMore() ? line[next++] & 0xff : -1;
  }

  @Override
  public synchronized int read(byte[] to, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, available());
    System.arraycopy(line, next, to, offset, count);
    next += count;
    return count;
  }

  @Override
  public synchronized int available() {
    return line.length - next;
  }

  private boolean hasMore() {
    try {
      if (available() == 0) {
        line = (questions.ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
        next = 0;
      }
      return true;
    } catch (NoInput e) {
      return false;
    }
  }
}
