package dev.zoetrope.backend;

import ai.onnxruntime.OrtEnvironment;
import dev.zoetrope.models.ModelVariant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
   * whoever loads them, and nobody writes to them.
   */
  static final EmbeddedPool SHARED = new EmbeddedPool(OrtEnvironment::getEnvironment);

  private final Supplier<OrtEnvironment> runtime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

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
      Lease lease = new Lease(this, entry(files, variant));
      if (Thread.interrupted()) {
        lease.close();
        throw new InterruptedException("interrupted while loading");
      }
      return lease;
    } finally {
      lock.unlock();
    }
  }

  /** Whether asking for them would not have to wait for loading. */
  boolean isLoaded(EmbeddedFiles files, EmbeddedVariant variant) {
    return entries.containsKey(new Key(files.place(), variant.files()));
  }

  /** How many sets of weights are loaded now. */
  int loaded() {
    return entries.size();
  }

  private Entry entry(EmbeddedFiles files, EmbeddedVariant variant) {
    Key key = new Key(files.place(), variant.files());
    Entry entry = entries.get(key);
    if (entry == null) {
      EmbeddedModel model = EmbeddedModel.load(runtime, files, variant);
      EmbeddedWarmth.warm(model);
      entry = new Entry(key, model);
      entries.put(key, entry);
    }
    entry.owners++;
    return entry;
  }

  private Lease another(Entry entry) {
    lock.lock();
    try {
      entry.owners++;
      return new Lease(this, entry);
    } finally {
      lock.unlock();
    }
  }

  private void release(Entry entry) {
    lock.lock();
    try {
      if (--entry.owners == 0) {
        entries.remove(entry.key);
        entry.model.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private record Key(String place, ModelVariant files) {}

  private static final class Entry {
    final Key key;
    final EmbeddedModel model;
    int owners;

    Entry(Key key, EmbeddedModel model) {
      this.key = key;
      this.model = model;
    }
  }

  /** One owner's hold on loaded weights. */
  static final class Lease implements AutoCloseable {
    private final EmbeddedPool pool;
    private final Entry entry;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(EmbeddedPool pool, Entry entry) {
      this.pool = pool;
      this.entry = entry;
    }

    EmbeddedModel model() {
      return entry.model;
    }

    /** The same weights for one more owner; only while this lease is open. */
    Lease another() {
      return pool.another(entry);
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        pool.release(entry);
      }
    }
  }
}
