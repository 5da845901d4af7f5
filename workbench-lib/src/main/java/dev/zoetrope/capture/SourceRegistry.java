package dev.zoetrope.capture;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.media.DidYouMean;
import dev.zoetrope.metrics.Ticker;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Opens sources by URI and closes those that are still open when it is closed itself.
 *
 * <p>Thread-safe.
 */
public final class SourceRegistry implements AutoCloseable {
  private static final List<String> KNOWN =
      Stream.concat(Stream.of("file", "synthetic"), Addresses.schemes().stream()).toList();
  private static final List<String> LATER = List.of("browser");

  private final Ticker ticker;
  private final LiveSources live;
  private final Set<Source> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private SourceRegistry(Ticker ticker) {
    this.ticker = requireNonNull(ticker, "ticker is null");
    this.live = new LiveSources(ticker);
  }

  /**
   * An empty registry.
   *
   * @param ticker stamps when a frame was had
   */
  public static SourceRegistry open(Ticker ticker) {
    return new SourceRegistry(ticker);
  }

  /**
   * Opens a source, which the caller closes, or this registry when it is closed.
   *
   * <ul>
   *   <li>{@code clips/door.mp4}, {@code file:///clips/door.mp4}: a clip, or one picture
   *   <li>{@code stills/} and {@code stills/?fps=2}: a folder of pictures in the order of their
   *       names, one a second unless said otherwise
   *   <li>{@code rtsp://…}, {@code http://…}, {@code udp://…}, {@code srt://…}, {@code rtmp://…},
   *       {@code camera:0}, {@code screen:}, {@code lavfi:…}, {@code live:clips/door.mp4}: what
   *       comes in real time, which is still being connected to when this returns
   *   <li>{@code synthetic:moving-shape?seed=7}: a made-up scene whose truth is known; the scenes
   *       and their parameters are in {@code docs/capture.md}
   * </ul>
   *
   * @throws SourceException when it cannot be opened, with a sentence that says what to do next
   */
  public Source open(String uri) {
    requireNonNull(uri, "uri is null");
    requireOpen();
    SourceUri parsed = SourceUri.parse(uri);
    if (parsed.scheme().equals("synthetic")) {
      return owned(() -> SyntheticSource.open(parsed, uri, ticker));
    }
    if (Addresses.schemes().contains(parsed.scheme()) && !FileSources.exists(uri)) {
      return live(uri);
    }
    if (!parsed.scheme().isEmpty() && !parsed.scheme().equals("file") && !FileSources.exists(uri)) {
      throw refused(uri, parsed.scheme());
    }
    return owned(() -> FileSources.open(uri, ticker));
  }

  /**
   * Makes a live source that code gives its pictures to; the caller closes it, or this registry.
   *
   * @param name what it is called after {@code push:}, with options as in {@code door#stall=2s}
   */
  public PushSource push(String name) {
    requireNonNull(name, "name is null");
    requireOpen();
    PushSource source = live.push("push:" + name);
    Source unused = kept(source.atClose(() -> open.remove(source)));
    return source;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("these sources are closed: open another workbench.");
    }
  }

  private Source live(String uri) {
    LiveSource source = live.open(uri);
    return kept(source.atClose(() -> open.remove(source)));
  }

  private Source owned(Supplier<Source> opening) {
    return kept(new Owned(opening.get(), open::remove));
  }

  private Source kept(Source source) {
    open.add(source);
    if (closed) {
      source.close();
      requireOpen();
    }
    return source;
  }

  private static SourceException refused(String uri, String scheme) {
    if (LATER.contains(scheme)) {
      return new SourceException(
          "not_yet",
          SourceUri.masked(uri)
              + ": this version cannot open "
              + scheme
              + ": sources yet; use a clip, a folder of pictures or synthetic:moving-shape?seed=7.");
    }
    List<String> all = Stream.concat(KNOWN.stream(), LATER.stream()).toList();
    return new SourceException(
        "unknown_scheme",
        "There is no kind of source called \""
            + scheme
            + "\"."
            + DidYouMean.hint(scheme, all)
            + " Write a path, or one of "
            + String.join(", ", KNOWN.stream().map(known -> known + ":").toList())
            + ".");
  }

  /** Closes all sources that are still open. */
  @Override
  public void close() {
    closed = true;
    List.copyOf(open).forEach(Source::close);
    live.close();
  }
}
