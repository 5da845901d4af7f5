package dev.zoetrope.capture;

import dev.zoetrope.metrics.Ticker;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Opens what comes in real time. Thread-safe; its owner closes it after the sources. */
final class LiveSources implements AutoCloseable {
  /** Long enough for the library to let go as a rule, short enough for who closes to not notice. */
  private static final long FAREWELL_MILLIS = 20;

  private final Ticker ticker;
  private final CaptureThreads threads = new CaptureThreads();

  LiveSources(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Returns at once, the source is still connecting. */
  LiveSource open(String uri) {
    LiveOptions.Split split = LiveOptions.split(uri);
    String scheme = SourceUri.parse(split.address()).scheme();
    LiveOptions options = LiveOptions.of(split.options(), Addresses.known(scheme));
    Address address = Addresses.of(scheme, split.address(), options.device());
    return open(
        address.name(), cancel -> AvConnection.open(address, cancel), address.traits(), options);
  }

  /** As {@link #open(String)}, by any way of connecting. */
  LiveSource open(
      String name, Connection.Opener opener, Address.Traits traits, LiveOptions options) {
    LiveSource source = new LiveSource(name, options, ticker, threads::tell);
    Capture capture = new Capture(name, opener, traits, options, ticker, source);
    Thread thread = CaptureThreads.daemon("capture-" + name, capture);
    Future<?> watch = threads.watch(capture::look);
    source.atClose(
        () -> {
          boolean unused = watch.cancel(false);
          capture.stop();
          farewell(thread);
        });
    thread.start();
    return source;
  }

  /** A source that code gives its pictures to. */
  PushSource push(String uri) {
    LiveOptions.Split split = LiveOptions.split(uri);
    LiveOptions options = LiveOptions.of(split.options(), List.of());
    LiveSource live = new LiveSource(split.address(), options, ticker, threads::tell);
    PushSource source = new PushSource(live, options, ticker);
    Future<?> watch = threads.watch(source::look);
    return source.atClose(
        () -> {
          boolean unused = watch.cancel(false);
        });
  }

  private static void farewell(Thread thread) {
    try {
      TimeUnit.MILLISECONDS.timedJoin(thread, FAREWELL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
