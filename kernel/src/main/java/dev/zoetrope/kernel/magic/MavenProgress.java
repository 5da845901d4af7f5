package dev.zoetrope.kernel.magic;

import dev.zoetrope.kernel.display.Displays;
import dev.zoetrope.kernel.display.Progress;
import dev.zoetrope.kernel.magic.maven.Transfers;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Shows downloads from the first one on. Thread-safe. */
final class MavenProgress implements Transfers, AutoCloseable {
  private final Displays displays;
  private final Map<String, Long> running = new ConcurrentHashMap<>();
  private final AtomicInteger files = new AtomicInteger();
  private long bytes;
  private volatile boolean cancelled;
  private @Nullable Progress shown;

  /** On the cell's thread: this is where it shows. */
  MavenProgress(Displays displays) {
    this.displays = displays;
  }

  @Override
  public synchronized void progressed(String file, long now, long total, boolean done) {
    if (cancelled) {
      return;
    }
    bytes += now - running.getOrDefault(file, 0L);
    running.put(file, now);
    if (done) {
      running.remove(file);
      files.incrementAndGet();
    }
    progress()
        .label("Downloading " + file + ", " + megabytes(bytes) + " so far, files:")
        .at(files.get());
  }

  private Progress progress() {
    Progress current = shown;
    if (current == null) {
      current = displays.progress("Downloading", 0);
      shown = current;
    }
    return current;
  }

  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, bytes < 10_000_000 ? "%.1f MB" : "%.0f MB", bytes / 1e6);
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
  }

  @Override
  public synchronized void close() {
    Progress current = shown;
    if (current != null && !cancelled) {
      current.label("Downloaded " + megabytes(bytes) + ", files:").close();
    }
    cancelled = true;
  }
}
