package dev.zoetrope.backend;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One JSON object a line, lines and letters split anywhere. */
final class NdjsonReader implements FrameReader {
  private final int limit;
  private final Consumer<String> frames;
  private final Supplier<? extends RuntimeException> tooLong;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);

  NdjsonReader(int limit, Consumer<String> frames, Supplier<? extends RuntimeException> tooLong) {
    this.limit = limit;
    this.frames = frames;
    this.tooLong = tooLong;
  }

  @Override
  public void feed(byte[] bytes, int length) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        take(bytes, from, i);
        endLine();
        from = i + 1;
      }
    }
    take(bytes, from, length);
  }

  @Override
  public void end() {
    endLine();
  }

  private void take(byte[] bytes, int from, int to) {
    line.write(bytes, from, to - from);
    if (line.size() > limit) {
      throw tooLong.get();
    }
  }

  private void endLine() {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    if (!text.isEmpty()) {
      frames.accept(text);
    }
  }
}
