package dev.zoetrope.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * One run at a time in a log: a file beside it names who holds it, and the operating system knows
 * whether that process still lives, so that a killed one leaves nothing to clear away. Comparisons
 * may append meanwhile.
 */
final class RunLock implements AutoCloseable {
  /**
   * Who holds what in this process, whose locks are the process's, not a run's: closing the file
   * anywhere in it would give them up.
   */
  private static final ConcurrentMap<Path, String> HELD = new ConcurrentHashMap<>();

  /** Behind all that stands in it: Windows lets nobody read what is locked. */
  private static final long BEHIND = 1L << 40;

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the log for a run.
   *
   * @throws LogInUse if another run has it
   * @throws UncheckedIOException if nothing can be written beside the log
   */
  static RunLock take(Path log) {
    try {
      Path folder = Files.createDirectories(log.toAbsolutePath().getParent()).toRealPath();
      Path file = folder.resolve(log.getFileName() + ".lock");
      String mine = words();
      String holder = HELD.putIfAbsent(file, mine);
      if (holder != null) {
        throw new LogInUse(log, holder);
      }
      return locked(log, file, mine);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Nothing can be written beside the log " + log + ": " + e.getMessage(), e);
    }
  }

  private static RunLock locked(Path log, Path file, String mine) throws IOException {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock(BEHIND, 1, false);
      if (lock == null) {
        throw new LogInUse(log, Files.readString(file).strip());
      }
      write(channel, mine);
      return new RunLock(file, channel);
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  private static void write(FileChannel channel, String words) throws IOException {
    channel.truncate(0);
    int unused = channel.write(ByteBuffer.wrap((words + "\n").getBytes(UTF_8)), 0);
  }

  private static String words() {
    return "process "
        + ProcessHandle.current().pid()
        + ", since "
        + Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The file stays: who deleted it could delete the next one's. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot let go of " + file, e);
    } finally {
      HELD.remove(file);
    }
  }
}
