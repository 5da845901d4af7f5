package dev.zoetrope.kernel;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
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

  /** How full the heap's old part may be after a collection. */
  private static final double FULL = 0.90;

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
  private final Consumer<Boolean> onFull;
  private final Consumer<Throwable> onHopeless;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean watching;

  private HeapGuard(Consumer<Boolean> onFull, Consumer<Throwable> onHopeless) {
    this.onFull = onFull;
    this.onHopeless = onHopeless;
  }

  /**
   * Starts to watch.
   *
   * @param onFull called with true when the heap becomes full, then with false each second as long
   *     as it stays so
   * @param onHopeless called when nothing but collecting garbage goes on
   */
  static HeapGuard watch(Consumer<Boolean> onFull, Consumer<Throwable> onHopeless) {
    HeapGuard guard = new HeapGuard(onFull, onHopeless);
    guard.pools.forEach(p -> p.setCollectionUsageThreshold((long) (p.getUsage().getMax() * FULL)));
    guard.memory.addNotificationListener(guard, null, null);
    return guard;
  }

  /** Whether more than this share of the heap's old part was taken after the last collection. */
  boolean isAbove(double share) {
    return pools.stream()
        .anyMatch(p -> p.getCollectionUsage().getUsed() > p.getUsage().getMax() * share);
  }

  @Override
  public void handleNotification(Notification notification, Object handback) {
    if (notification
        .getType()
        .equals(MemoryNotificationInfo.MEMORY_COLLECTION_THRESHOLD_EXCEEDED)) {
      startWatching();
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
