package dev.zoetrope.experiment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread's turn at a file: first among this process's threads, then among processes. */
final class LogTurn implements AutoCloseable {
  /**
   * One for each file, for the whole process: its file locks are the process's, not a thread's, and
   * closing the file anywhere in it gives them up.
   */
  private static final ConcurrentMap<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

  private static final long RETRY_MILLIS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(LogTurn.class);

  private final Path file;
  private final ReentrantLock own;
  private final Duration patience;

  private LogTurn(Path file, ReentrantLock own, Duration patience) {
    this.file = file;
    this.own = own;
    this.patience = patience;
  }

  static LogTurn take(Path file, Duration patience) throws IOException, InterruptedException {
    ReentrantLock own = TURNS.computeIfAbsent(file, f -> new ReentrantLock(true));
    LogTurn turn = new LogTurn(file, own, patience);
    if (!own.tryLock(2 * patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw turn.busy();
    }
    return turn;
  }

  /** Keeps other processes out. They do not tell when they are done, so it asks again and again. */
  FileLock lock(FileChannel channel) throws IOException, InterruptedException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      LOG.debug("waiting for {}, which another process has locked", file);
    }
    for (long tries = patience.toMillis() / RETRY_MILLIS; lock == null && tries > 0; tries--) {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      lock = channel.tryLock();
    }
    if (lock == null) {
      throw busy();
    }
    return lock;
  }

  private IOException busy() {
    return new IOException(
        "another process has kept it locked for "
            + patience.toSeconds()
            + " s; end that process, or log to another file");
  }

  @Override
  public void close() {
    own.unlock();
  }
}
