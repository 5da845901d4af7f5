package dev.zoetrope.experiment;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

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

  /** Others hold the lock for one line; who holds it longer hangs. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path file;
  private final Duration patience;

  private RunLog(Path file, Duration patience) {
    this.file = file.toAbsolutePath();
    this.patience = patience;
  }

  /** Appends to this file, which is made with the first line. */
  public static RunLog at(Path file) {
    return at(file, PATIENCE);
  }

  /**
   * @param patience how long to wait for another process that has locked the file
   */
  static RunLog at(Path file, Duration patience) {
    return new RunLog(requireNonNull(file, "file is null"), patience);
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  static ObjectNode line(String type, String run) {
    return JSON.createObjectNode().put("schema", SCHEMA).put("type", type).put("run", run);
  }

  /**
   * Appends one line. An interrupt, which would close the file in the middle of a line, is kept for
   * later.
   *
   * @throws UncheckedIOException if it cannot be written; what stands in the log stays as it is
   */
  void append(ObjectNode line) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!appended(line)) {
        interrupted = true;
        boolean unused = Thread.interrupted();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot append to the log " + file + ": " + e.getMessage(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Not if it was interrupted; then a torn line may stand there, which the next one ends. */
  private boolean appended(ObjectNode line) throws IOException {
    try (LogTurn turn = LogTurn.take(folder().resolve(file.getFileName()), patience);
        FileChannel channel = open();
        FileLock lock = turn.lock(channel)) {
      write(channel, line);
      return true;
    } catch (ClosedByInterruptException | InterruptedException e) {
      return false;
    }
  }

  /** By its real name: two paths may lead to one file. */
  private Path folder() throws IOException {
    return Files.createDirectories(requireNonNull(file.getParent(), "the log needs a folder"))
        .toRealPath();
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** A full disk takes half of a line and then no more; the half is taken back. */
  private static void write(FileChannel channel, ObjectNode line) throws IOException {
    byte[] json = JSON.writeValueAsBytes(line);
    ByteBuffer bytes = ByteBuffer.allocate(json.length + 2);
    if (torn(channel)) {
      bytes.put((byte) '\n');
    }
    bytes.put(json).put((byte) '\n').flip();
    long end = channel.size();
    try {
      for (long at = end; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }

  private static boolean torn(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() > 0
        && channel.read(last, channel.size() - 1) == 1
        && last.get(0) != (byte) '\n';
  }
}
