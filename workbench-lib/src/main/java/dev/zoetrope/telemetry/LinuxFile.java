package dev.zoetrope.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A small kernel file that is kept open and read from its begin each time. */
final class LinuxFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final ByteBuffer buffer;

  private LinuxFile(Path path, FileChannel channel, int bytes) {
    this.path = path;
    this.channel = channel;
    this.buffer = ByteBuffer.allocate(bytes);
  }

  /**
   * Opens it.
   *
   * @throws Provider.Missing with what to do if it is not there or may not be read
   */
  static LinuxFile open(Path path, int bytes) throws Provider.Missing {
    try {
      return new LinuxFile(path, FileChannel.open(path, StandardOpenOption.READ), bytes);
    } catch (NoSuchFileException e) {
      throw new Provider.Missing("this machine has no " + path);
    } catch (AccessDeniedException e) {
      throw new Provider.Missing(path + " may be read by root only (sudo chmod o+r " + path + ")");
    } catch (IOException e) {
      throw new Provider.Missing(path + " cannot be read: " + e.getMessage());
    }
  }

  String text() throws Probe.Unread {
    return new String(buffer.array(), 0, read(), StandardCharsets.US_ASCII);
  }

  /** As it is, for files that hold no text. */
  byte[] bytes() throws Probe.Unread {
    return Arrays.copyOf(buffer.array(), read());
  }

  private int read() throws Probe.Unread {
    try {
      buffer.clear();
      int at = 0;
      int count;
      while (buffer.hasRemaining() && (count = channel.read(buffer, at)) > 0) {
        at += count;
      }
      return at;
    } catch (IOException e) {
      throw new Probe.Unread(path + " cannot be read now: " + e.getMessage());
    }
  }

  /** The one number that it holds. */
  double number() throws Probe.Unread {
    String text = text().strip();
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new Probe.Unread(path + " holds no number");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + path, e);
    }
  }
}
