package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.metrics.Timeline.Span;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Stamps what one answer does, tells it, and adds it up. Confined to the answer's thread. */
final class EmbeddedRecorder {
  private final Ticker ticker;
  private final Consumer<TokenEvent> sink;
  private final List<Span> encodes = new ArrayList<>();
  private final List<Long> deltas = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private Optional<Span> load = Optional.empty();
  private Optional<Span> prefill = Optional.empty();
  private OptionalInt promptTokens = OptionalInt.empty();
  private OptionalInt visionTokens = OptionalInt.empty();
  private int completionTokens;
  private long start;

  EmbeddedRecorder(Ticker ticker, Consumer<TokenEvent> sink) {
    this.ticker = ticker;
    this.sink = sink;
    start = ticker.nanos();
  }

  long now() {
    return ticker.nanos();
  }

  String text() {
    return text.toString();
  }

  /** The weights had to be waited for. */
  void loaded(long from) {
    long at = now();
    load = Optional.of(new Span(from, at));
    sink.accept(new TokenEvent.Loaded(at, from));
  }

  /** The request begins here. */
  void started() {
    start = now();
  }

  void prompt(int tokens, int vision) {
    promptTokens = OptionalInt.of(tokens);
    visionTokens = OptionalInt.of(vision);
  }

  void encoded(long from, int index) {
    long at = now();
    encodes.add(new Span(from, at));
    sink.accept(new TokenEvent.ImageEncoded(at, from, index));
  }

  void prefilled(long from) {
    long at = now();
    prefill = Optional.of(new Span(from, at));
    sink.accept(new TokenEvent.Prefilled(at, from, promptTokens.orElseThrow()));
  }

  /** A token was chosen; it may be an end, or a part of a character. */
  void chosen() {
    completionTokens++;
  }

  void delta(String piece) {
    if (piece.isEmpty()) {
      return;
    }
    long at = now();
    deltas.add(at);
    text.append(piece);
    sink.accept(new TokenEvent.Delta(at, piece, false));
  }

  Completion finish(FinishReason reason) {
    long end = now();
    sink.accept(new TokenEvent.Usage(end, usage()));
    sink.accept(new TokenEvent.Finished(end, reason));
    return new Completion(text(), reason, usage(), Optional.empty(), timeline(end));
  }

  private TokenUsage usage() {
    return new TokenUsage(
        promptTokens, OptionalInt.of(0), OptionalInt.of(completionTokens), visionTokens);
  }

  private Timeline timeline(long end) {
    return new Timeline(
        Timeline.Origin.IN_PROCESS,
        start,
        OptionalLong.empty(),
        OptionalLong.empty(),
        load,
        encodes,
        prefill,
        deltas,
        deltas.isEmpty() ? OptionalLong.empty() : OptionalLong.of(deltas.get(0)),
        OptionalLong.of(end));
  }
}
