package dev.zoetrope.experiment;

import dev.zoetrope.capture.FrameEncoder;
import dev.zoetrope.capture.Source;
import dev.zoetrope.media.Window;
import dev.zoetrope.temporal.EncodedPrompt;
import dev.zoetrope.temporal.Encoding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The frames of a plan as models get them, made once for all backends and kept while they are
 * likely to be asked about again. Whoever opens it closes it. Thread-safe.
 */
final class Sight implements AutoCloseable {
  /** Open clips hold a decoder each. */
  private static final int SOURCES = 4;

  /** Frames of 4K take 12 MB each. */
  private static final int WINDOWS = 2;

  private static final int PROMPTS = 64;

  private final Function<String, Source> open;
  private final FrameEncoder encoder;
  private final Map<String, Source> sources = newest(SOURCES, (uri, source) -> source.close());
  private final Map<List<Object>, Window> windows = newest(WINDOWS, (key, window) -> {});
  private final Map<List<Object>, EncodedPrompt> prompts = newest(PROMPTS, (key, prompt) -> {});

  Sight(Function<String, Source> open, FrameEncoder encoder) {
    this.open = open;
    this.encoder = encoder;
  }

  private static <K, V> Map<K, V> newest(int most, BiConsumer<K, V> leaving) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        if (size() > most) {
          leaving.accept(eldest.getKey(), eldest.getValue());
          return true;
        }
        return false;
      }
    };
  }

  /**
   * What a request shows.
   *
   * @throws dev.zoetrope.capture.SourceException if the source cannot give it
   * @throws dev.zoetrope.temporal.EncodingException if it cannot be shown this way
   */
  synchronized EncodedPrompt of(Cell cell) {
    List<Object> key = List.of(cell.source().uri(), cell.window(), cell.encoding().name());
    EncodedPrompt known = prompts.get(key);
    if (known == null) {
      known = encoded(cell.source().uri(), cell.window(), cell.encoding());
      prompts.put(key, known);
    }
    return known;
  }

  private EncodedPrompt encoded(String uri, Plan.PlannedWindow window, Encoding encoding) {
    List<Object> key = List.of(uri, window);
    Window frames = windows.get(key);
    if (frames == null) {
      frames = frames(source(uri), window);
      windows.put(key, frames);
    }
    return encoding.encode(frames, encoder);
  }

  private static Window frames(Source source, Plan.PlannedWindow window) {
    return window.times().size() == 1
        ? source.at(window.times().get(0))
        : source.window(window.times().size(), window.spacing(), window.times().get(0));
  }

  /** An open source, which this closes when it has not been looked at for long. */
  synchronized Source source(String uri) {
    Source known = sources.get(uri);
    if (known == null) {
      known = open.apply(uri);
      sources.put(uri, known);
    }
    return known;
  }

  @Override
  public synchronized void close() {
    sources.values().forEach(Source::close);
    sources.clear();
  }
}
