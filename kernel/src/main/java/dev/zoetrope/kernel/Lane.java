package dev.zoetrope.kernel;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread that handles requests of one sort in the order of their arrival, so that a long cell
 * keeps nobody waiting for a completion or a click.
 */
final class Lane implements AutoCloseable {
  /** Recursion in cells is worth more than the default of one megabyte. */
  private static final long STACK_BYTES = 8L << 20;

  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
  private final ExecutorService executor;

  Lane(String name) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            waiting,
            task -> daemon(name, task),
            // What arrives while the kernel ends has nobody left to answer it.
            new ThreadPoolExecutor.DiscardPolicy());
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(null, task, "zoetrope-" + name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  void run(Runnable task) {
    executor.execute(task);
  }

  /** Whether nothing waits behind what runs now. */
  boolean isQueueEmpty() {
    return waiting.isEmpty();
  }

  /** Lets what was handed over end, for at most 100 ms, and takes no more. */
  void finish() {
    executor.shutdown();
    try {
      boolean unused = executor.awaitTermination(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
