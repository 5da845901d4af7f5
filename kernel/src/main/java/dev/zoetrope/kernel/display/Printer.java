package dev.zoetrope.kernel.display;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands text over whole. The JDK's own way leads each piece of a line through an encoder and three
 * buffers, which costs a cell that prints a thousand lines more than to send them.
 *
 * <p>Cannot be closed: what a cell closes belongs to all cells.
 */
final class Printer extends PrintStream {
  private final Consumer<String> words;

  /**
   * @param words takes text
   * @param bytes takes what is written as bytes
   */
  Printer(Consumer<String> words, OutputStream bytes) {
    super(bytes, false, StandardCharsets.UTF_8);
    this.words = words;
  }

  @Override
  public void close() {
    flush();
  }

  private void put(String text) {
    if (isSplit(text)) {
      // The encoder keeps the first half of a character until the second one comes.
      super.print(text);
    } else {
      words.accept(text);
    }
  }

  private static boolean isSplit(String text) {
    return !text.isEmpty()
        && (Character.isLowSurrogate(text.charAt(0))
            || Character.isHighSurrogate(text.charAt(text.length() - 1)));
  }

  private void line(String text) {
    put(text.concat(System.lineSeparator()));
  }

  @Override
  public void print(boolean value) {
    put(String.valueOf(value));
  }

  @Override
  public void print(char value) {
    put(String.valueOf(value));
  }

  @Override
  public void print(int value) {
    put(String.valueOf(value));
  }

  @Override
  public void print(long value) {
    put(String.valueOf(value));
  }

  @Override
  public void print(float value) {
    put(String.valueOf(value));
  }

  @Override
  public void print(double value) {
    put(String.valueOf(value));
  }

  @Override
  public void print(char[] value) {
    put(String.valueOf(value));
  }

  @Override
  public void print(@Nullable String value) {
    put(String.valueOf(value));
  }

  @Override
  public void print(@Nullable Object value) {
    put(String.valueOf(value));
  }

  @Override
  public void println() {
    line("");
  }

  @Override
  public void println(boolean value) {
    line(String.valueOf(value));
  }

  @Override
  public void println(char value) {
    line(String.valueOf(value));
  }

  @Override
  public void println(int value) {
    line(String.valueOf(value));
  }

  @Override
  public void println(long value) {
    line(String.valueOf(value));
  }

  @Override
  public void println(float value) {
    line(String.valueOf(value));
  }

  @Override
  public void println(double value) {
    line(String.valueOf(value));
  }

  @Override
  public void println(char[] value) {
    line(String.valueOf(value));
  }

  @Override
  public void println(@Nullable String value) {
    line(String.valueOf(value));
  }

  @Override
  public void println(@Nullable Object value) {
    line(String.valueOf(value));
  }
}
