package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The one log: a JSON object a line, appended whole under a file lock, so that several processes
 * may share a file and a killed one leaves at most one torn line, which the next append ends. The
 * schema is {@code docs/log-schema.json}.
 *
 * <p>Thread-safe.
 */
public final class RunLog {
  /** The schema's name in each line; a breaking change raises its number. */
  public static final String SCHEMA = "zoetrope.log/1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  private RunLog(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Appends to this file, which is made with the first line. */
  public static RunLog at(Path file) {
    return new RunLog(requireNonNull(file, "file is null"));
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  static ObjectNode line(String type, String run) {
    return JSON.createObjectNode().put("schema", SCHEMA).put("type", type).put("run", run);
  }

  /**
   * Appends one line.
   *
   * @throws UncheckedIOException if it cannot be written; what stands in the log stays as it is
   */
  void append(ObjectNode line) {
    try {
      Files.createDirectories(requireNonNull(file.getParent(), "the log needs a folder"));
      appendWhole(line);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot append to the log " + file + ": " + e.getMessage(), e);
    }
  }

  private void appendWhole(ObjectNode line) throws IOException {
    // A file lock keeps other processes out; a second one in this process would throw.
    synchronized (RunLog.class) {
      try (FileChannel channel = open();
          FileLock lock = channel.lock()) {
        write(channel, line);
      }
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void write(FileChannel channel, ObjectNode line) throws IOException {
    byte[] json = JSON.writeValueAsBytes(line);
    ByteBuffer bytes = ByteBuffer.allocate(json.length + 2);
    if (torn(channel)) {
      bytes.put((byte) '\n');
    }
    bytes.put(json).put((byte) '\n').flip();
    long at = channel.size();
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private static boolean torn(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() > 0
        && channel.read(last, channel.size() - 1) == 1
        && last.get(0) != (byte) '\n';
  }
}
