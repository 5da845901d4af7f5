package dev.zoetrope.kernel.display;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.kernel.wire.Origin;
import dev.zoetrope.kernel.wire.Publisher;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Knows for each thread which cell's output is its own: the cell that it runs, or the cell that
 * started it.
 *
 * <p>Thread-safe. Owns the thread that sends printed text; close it to send the rest and end that
 * thread.
 */
public final class Screen implements AutoCloseable {
  /** A hundred thousand long lines; a notebook with more of it opens no more. */
  public static final long DEFAULT_LIMIT = 16L << 20;

  private final long limit;
  private final Publisher publisher;
  private final ScheduledThreadPoolExecutor flusher;
  private final InheritableThreadLocal<@Nullable CellOutput> own = new InheritableThreadLocal<>();
  private volatile CellOutput latest;

  /** A screen whose outputs go to this publisher, with the usual limit of text for a cell. */
  public Screen(Publisher publisher) {
    this(publisher, DEFAULT_LIMIT);
  }

  /**
   * A screen whose outputs go to this publisher.
   *
   * @param limit how many bytes one cell may print; what it prints beyond is cut
   */
  public Screen(Publisher publisher, long limit) {
    this.limit = limit;
    this.publisher = requireNonNull(publisher, "publisher is null");
    this.flusher =
        new ScheduledThreadPoolExecutor(
            1, Screen::flusherThread, new ThreadPoolExecutor.DiscardPolicy());
    this.latest = new CellOutput(publisher, Origin.NONE, flusher, limit);
  }

  private static Thread flusherThread(Runnable task) {
    Thread thread = new Thread(task, "zoetrope-output");
    thread.setDaemon(true);
    return thread;
  }

  /** A place for the outputs of a request that is about to run on this thread. */
  public CellOutput open(Origin origin) {
    CellOutput output =
        new CellOutput(publisher, requireNonNull(origin, "origin is null"), flusher, limit);
    own.set(output);
    latest = output;
    return output;
  }

  /** A place for outputs that are to go to this publisher instead. */
  public CellOutput place(Publisher to) {
    return new CellOutput(requireNonNull(to, "to is null"), Origin.NONE, flusher, limit);
  }

  /** Runs this with its outputs, and those of threads that it starts, in this place. */
  public void with(CellOutput place, Runnable body) {
    CellOutput before = own.get();
    own.set(requireNonNull(place, "place is null"));
    try {
      body.run();
    } finally {
      own.set(before);
    }
  }

  /** Where the outputs of this thread go. */
  public CellOutput current() {
    CellOutput mine = own.get();
    // Workers of a pool were started by whichever cell came first, yet they work for the newest
    // one.
    return mine == null || Thread.currentThread() instanceof ForkJoinWorkerThread ? latest : mine;
  }

  @Override
  public void close() {
    latest.flush();
    flusher.shutdownNow();
  }
}
