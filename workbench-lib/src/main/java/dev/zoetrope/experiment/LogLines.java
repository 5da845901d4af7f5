package dev.zoetrope.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a log as bytes, however many gigabytes it has. The last one may lack its end. */
final class LogLines {
  private static final int CHUNK = 1 << 20;

  private final InputStream in;
  private byte[] bytes = new byte[CHUNK];
  private int filled;

  /**
   * @param in which its opener closes
   */
  LogLines(InputStream in) {
    this.in = in;
  }

  /** One line, without its end; the bytes are good until the call returns. */
  @FunctionalInterface
  interface Each {
    void line(byte[] bytes, int from, int length);
  }

  void forEach(Each each) throws IOException {
    while (fill()) {
      int begun = 0;
      for (int at = next(0); at >= 0; at = next(begun)) {
        each.line(bytes, begun, at - begun);
        begun = at + 1;
      }
      System.arraycopy(bytes, begun, bytes, 0, filled - begun);
      filled -= begun;
    }
    if (filled > 0) {
      each.line(bytes, 0, filled);
    }
  }

  private boolean fill() throws IOException {
    if (filled == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    int read = in.read(bytes, filled, bytes.length - filled);
    filled += Math.max(0, read);
    return read >= 0;
  }

  private int next(int from) {
    for (int at = from; at < filled; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }
}
