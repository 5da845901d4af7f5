package dev.zoetrope.backend;

import ai.onnxruntime.OrtEnvironment;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Loaded weights, counted: who asks for weights that somebody has loaded shares them, and the last
 * owner's {@link Lease#close()} closes them. Thread-safe.
 */
final class EmbeddedPool {
  /**
   * Everybody's. The one thing that workbenches of one JVM share: weights are the same bytes
   * whoever loads them, and nobody can write to them.
   */
  static final EmbeddedPool SHARED = new EmbeddedPool(OrtEnvironment::getEnvironment);

  private final Supplier<OrtEnvironment> runtime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Entry> entries = new HashMap<>();

  EmbeddedPool(Supplier<OrtEnvironment> runtime) {
    this.runtime = runtime;
  }

  /**
   * The weights, loaded and warmed if nobody has.
   *
   * @throws InterruptedException if interrupted while it waits or loads; then nothing was taken
   */
  Lease acquire(EmbeddedFiles files, EmbeddedVariant variant) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Key key = new Key(files.place(), variant);
      Entry entry = entries.get(key);
      if (entry == null) {
        entry = new Entry(EmbeddedWarmth.warm(EmbeddedModel.load(runtime, files, variant)));
        entries.put(key, entry);
      }
      entry.owners++;
      return lease(key, entry);
    } finally {
      lock.unlock();
    }
  }

  /** How many sets of weights are loaded now. */
  int loaded() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  private Lease lease(Key key, Entry entry) throws InterruptedException {
    Lease lease = new Lease(this, key, entry.model);
    if (Thread.interrupted()) {
      lease.close();
      throw new InterruptedException("interrupted while loading");
    }
    return lease;
  }

  private void release(Key key) {
    lock.lock();
    try {
      Entry entry = entries.get(key);
      if (entry != null && --entry.owners == 0) {
        entries.remove(key);
        entry.model.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private record Key(String place, EmbeddedVariant variant) {}

  private static final class Entry {
    final EmbeddedModel model;
    int owners;

    Entry(EmbeddedModel model) {
      this.model = model;
    }
  }

  /** One owner's hold on loaded weights. */
  static final class Lease implements AutoCloseable {
    private final EmbeddedPool pool;
    private final Key key;
    private final EmbeddedModel model;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(EmbeddedPool pool, Key key, EmbeddedModel model) {
      this.pool = pool;
      this.key = key;
      this.model = model;
    }

    EmbeddedModel model() {
      return model;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        pool.release(key);
      }
    }
  }
}
