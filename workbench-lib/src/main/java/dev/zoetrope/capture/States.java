package dev.zoetrope.capture;

import dev.zoetrope.metrics.Ticker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a live source went through. Guarded by its bell. */
final class States {
  /** A camera that comes and goes for a week must not fill the heap. */
  private static final int KEPT = 1000;

  private final Bell bell;
  private final Ticker ticker;
  private final Consumer<Runnable> dispatcher;
  private final Deque<SourceEvent> events = new ArrayDeque<>();
  private final List<Consumer<SourceEvent>> listeners = new CopyOnWriteArrayList<>();

  States(Bell bell, Ticker ticker, Consumer<Runnable> dispatcher, String first) {
    this.bell = bell;
    this.ticker = ticker;
    this.dispatcher = dispatcher;
    events.add(new SourceEvent(SourceState.OPENING, ticker.nanos(), Optional.empty(), first));
  }

  SourceEvent last() {
    return bell.look(events::getLast);
  }

  SourceState now() {
    return last().state();
  }

  List<SourceEvent> all() {
    return bell.look(() -> List.copyOf(events));
  }

  /** Nothing comes after the end but closing. */
  void enter(SourceState state, String words) {
    enter(state, Optional.empty(), words);
  }

  void enter(SourceState state, SourceException reason) {
    enter(state, Optional.of(reason.code()), String.valueOf(reason.getMessage()));
  }

  private void enter(SourceState state, Optional<String> code, String words) {
    bell.change(
        () -> {
          SourceState now = now();
          boolean late = now.over() && state != SourceState.CLOSED;
          if (now != state && !late) {
            add(new SourceEvent(state, ticker.nanos(), code, words));
          }
        });
  }

  private void add(SourceEvent event) {
    if (events.size() == KEPT) {
      events.removeFirst();
    }
    events.addLast(event);
    listeners.forEach(listener -> dispatcher.accept(() -> listener.accept(event)));
  }

  /** Hears of all that was kept, then of what comes. */
  void listen(Consumer<SourceEvent> listener) {
    bell.change(
        () -> {
          events.forEach(event -> dispatcher.accept(() -> listener.accept(event)));
          listeners.add(listener);
        });
  }
}
