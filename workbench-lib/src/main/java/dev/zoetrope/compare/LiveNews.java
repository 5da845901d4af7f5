package dev.zoetrope.compare;

import dev.zoetrope.capture.Source;
import dev.zoetrope.capture.SourceEvent;
import dev.zoetrope.capture.SourceState;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at what a source went through and tells what is new. It looks by itself: a listener could
 * not be taken off the source again.
 */
final class LiveNews {
  private final Source source;
  private final Consumer<CompareEvent> events;
  private Optional<SourceEvent> last = Optional.empty();

  LiveNews(Source source, Consumer<CompareEvent> events) {
    this.source = source;
    this.events = events;
  }

  synchronized void look() {
    List<SourceEvent> all = source.events();
    int seen = last.map(all::lastIndexOf).orElse(all.size() - 2);
    for (SourceEvent event : all.subList(Math.max(0, seen + 1), all.size())) {
      events.accept(new LiveEvent.Source(event));
      last = Optional.of(event);
    }
  }

  /** A source that tells nothing is believed to live. */
  boolean isLive() {
    return state().map(s -> s == SourceState.LIVE).orElse(true);
  }

  boolean isOver() {
    return state().map(SourceState::over).orElse(false);
  }

  private Optional<SourceState> state() {
    List<SourceEvent> all = source.events();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1).state());
  }

  String words() {
    List<SourceEvent> all = source.events();
    return all.isEmpty() ? "LIVE" : all.get(all.size() - 1).toString();
  }
}
