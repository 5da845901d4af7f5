package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.metrics.Ticker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancelTest {
  /** A few on a quiet machine; the work goes on for ever unless it is stopped. */
  private static final long PATIENCE_MILLIS = 10_000;

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    Natives.load();
  }

  @Test
  void anInterruptEndsAnOpeningThatWaitsForASilentServer() throws Exception {
    Cancel cancel = new Cancel();
    assertThat(millisToStop(cancel, Thread::interrupt)).isLessThan(PATIENCE_MILLIS);
  }

  @Test
  void cancellingFromAnotherThreadEndsItToo() throws Exception {
    Cancel cancel = new Cancel();
    assertThat(millisToStop(cancel, thread -> cancel.cancel())).isLessThan(PATIENCE_MILLIS);
  }

  private static long millisToStop(Cancel cancel, Consumer<Thread> stop) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/silent";
      CompletableFuture<String> code = new CompletableFuture<>();
      Thread reader = new Thread(() -> code.complete(codeOf(url, cancel)), "silent-reader");
      reader.start();
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInputStream().read()).isPositive();
        long from = System.nanoTime();
        stop.accept(reader);
        assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo("cancelled");
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
      }
    }
  }

  private static String codeOf(String url, Cancel cancel) {
    try (AvInput input = AvInput.open(url, url, Map.of(), cancel)) {
      return "opened " + input.fps();
    } catch (SourceException e) {
      return e.code();
    }
  }

  @Test
  void closingASourceEndsTheWorkOfAnotherThread() throws Exception {
    Path clip = folder.resolve("count.mp4");
    ClipMaker.write("synthetic:counter?size=256&frames=500&noise=8", clip);
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      Source source = sources.open(clip.toString());
      AtomicReference<Throwable> seen = new AtomicReference<>();
      CompletableFuture<Void> started = new CompletableFuture<>();
      Thread reader = new Thread(() -> readForEver(source, started, seen), "reader");
      reader.start();
      started.get(60, TimeUnit.SECONDS);
      long from = System.nanoTime();
      source.close();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
      reader.join(30_000);
      assertThat(millis).isLessThan(PATIENCE_MILLIS);
      assertThat(seen.get()).isInstanceOfAny(SourceException.class, IllegalStateException.class);
    }
  }

  private static void readForEver(
      Source source, CompletableFuture<Void> started, AtomicReference<Throwable> seen) {
    try {
      for (int i = 0; ; i = (i + 197) % 500) {
        source.at(i * 40 + "ms");
        started.complete(null);
      }
    } catch (RuntimeException e) {
      seen.set(e);
    }
  }

  @Test
  void anInterruptedThreadGetsNoPictureAndStaysInterrupted() throws Exception {
    Path clip = folder.resolve("count.mp4");
    ClipMaker.write("synthetic:counter?size=64&frames=50", clip);
    try (SourceRegistry sources = SourceRegistry.open(Ticker.system())) {
      Source source = sources.open(clip.toString());
      Thread.currentThread().interrupt();
      try {
        source.at("1s");
        assertThat(false).as("a picture came").isTrue();
      } catch (SourceException e) {
        assertThat(e.code()).isEqualTo("cancelled");
      }
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Counted.number(source.at("1s").last())).isEqualTo(25);
    }
  }
}
