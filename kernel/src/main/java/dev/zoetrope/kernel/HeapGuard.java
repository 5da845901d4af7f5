package dev.zoetrope.kernel;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the cell that fills the heap, while there is still room for everybody else. Left alone, the
 * JVM collects garbage for minutes and then refuses memory to whichever thread asks next, which may
 * be the one that every client depends on.
 *
 * <p>Thread-safe.
 */
final class HeapGuard implements AutoCloseable, NotificationListener {
  private static final Logger LOG = LoggerFactory.getLogger(HeapGuard.class);

  /** How much of the heap's old part is taken when it is time to prepare. */
  private static final double FILLING = 0.5;

  /** How full the heap's old part may be after a collection. */
  private static final double FULL = 0.90;

  /** A cell that begins with less room than this leaves did not fill the heap alone. */
  private static final double TIGHT = 0.7;

  /** A kernel that only collects garbage for so many seconds will not recover. */
  private static final int PATIENCE = 15;

  private final NotificationEmitter memory =
      (NotificationEmitter) ManagementFactory.getMemoryMXBean();
  // Of the pools of the heap, only the one where objects stay has a usage threshold.
  private final List<MemoryPoolMXBean> pools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(p -> p.isUsageThresholdSupported() && p.isCollectionUsageThresholdSupported())
          .filter(p -> p.getUsage().getMax() > 0)
          .toList();
  private final Runnable onFilling;
  private final Consumer<Boolean> onFull;
  private final Consumer<Throwable> onHopeless;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean watching;

  private HeapGuard(Runnable onFilling, Consumer<Boolean> onFull, Consumer<Throwable> onHopeless) {
    this.onFilling = onFilling;
    this.onFull = onFull;
    this.onHopeless = onHopeless;
  }

  /**
   * Starts to watch.
   *
   * @param onFilling called when half of the heap is taken
   * @param onFull called with true when the heap becomes full, then with false each second as long
   *     as it stays so
   * @param onHopeless called when nothing but collecting garbage goes on
   */
  static HeapGuard watch(
      Runnable onFilling, Consumer<Boolean> onFull, Consumer<Throwable> onHopeless) {
    HeapGuard guard = new HeapGuard(onFilling, onFull, onHopeless);
    guard.pools.forEach(p -> p.setUsageThreshold((long) (p.getUsage().getMax() * FILLING)));
    guard.pools.forEach(p -> p.setCollectionUsageThreshold((long) (p.getUsage().getMax() * FULL)));
    guard.memory.addNotificationListener(guard, null, null);
    return guard;
  }

  /**
   * Whether so much is taken that a cell which begins now may find the heap full through no fault
   * of its own. Garbage counts, since the last collection may have been long ago.
   */
  boolean isTight() {
    return isAbove(TIGHT) || pools.stream().anyMatch(p -> isAbove(TIGHT, p, p.getUsage()));
  }

  /** Whether the heap is full even after a collection, which this asks for. */
  boolean isStillFull() {
    System.gc();
    return isAbove(FULL);
  }

  private boolean isAbove(double share) {
    return pools.stream().anyMatch(p -> isAbove(share, p, p.getCollectionUsage()));
  }

  private static boolean isAbove(double share, MemoryPoolMXBean pool, MemoryUsage usage) {
    return usage.getUsed() > pool.getUsage().getMax() * share;
  }

  @Override
  public void handleNotification(Notification notification, Object handback) {
    switch (notification.getType()) {
      case MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED -> onFilling.run();
      case MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED -> startWatching();
      default -> LOG.debug("Unknown notification {}", notification.getType());
    }
  }

  private synchronized void startWatching() {
    if (watching) {
      return;
    }
    watching = true;
    onFull.accept(true);
    Thread thread = new Thread(this::watch, "zoetrope-heap");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      LOG.warn("The heap is full");
      long collected = collectionMillis();
      int seconds = 0;
      while (!closed.await(1, TimeUnit.SECONDS) && isAbove(FULL)) {
        onFull.accept(false);
        seconds++;
        if (seconds % PATIENCE == 0) {
          giveUpIfBusy(collectionMillis() - collected);
          collected = collectionMillis();
        }
      }
    } catch (OutOfMemoryError e) {
      onHopeless.accept(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopWatching();
    }
  }

  private void giveUpIfBusy(long collectionMillis) {
    if (collectionMillis > PATIENCE * 1000 * FULL) {
      onHopeless.accept(new OutOfMemoryError("the heap is full and nothing frees it"));
    }
  }

  private synchronized void stopWatching() {
    watching = false;
  }

  private static long collectionMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      memory.removeNotificationListener(this);
    } catch (ListenerNotFoundException e) {
      LOG.debug("The guard was closed twice", e);
    }
  }
}
