package dev.zoetrope.backend;

import dev.zoetrope.metrics.Ticker;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Stamps what an answer does and tells it. Confined to the engine's thread. */
final class EmbeddedReporter {
  private final Ticker ticker;
  private final Consumer<TokenEvent> sink;
  private OptionalInt promptTokens = OptionalInt.empty();
  private OptionalInt visionTokens = OptionalInt.empty();
  private final List<Integer> tokens = new ArrayList<>();

  EmbeddedReporter(Ticker ticker, Consumer<TokenEvent> sink) {
    this.ticker = ticker;
    this.sink = sink;
  }

  long now() {
    return ticker.nanos();
  }

  /** The weights had to be waited for. */
  void loaded(long from) {
    sink.accept(new TokenEvent.Loaded(now(), from));
  }

  void prompt(int tokens, int vision) {
    promptTokens = OptionalInt.of(tokens);
    visionTokens = OptionalInt.of(vision);
  }

  void encoded(long from, int index) {
    sink.accept(new TokenEvent.ImageEncoded(now(), from, index));
  }

  void prefilled(long from) {
    sink.accept(new TokenEvent.Prefilled(now(), from, promptTokens.orElseThrow()));
  }

  /** A token was chosen; it may be the end, or a part of a character. */
  void chosen(int token) {
    tokens.add(token);
  }

  /** All that were chosen. */
  List<Integer> tokens() {
    return List.copyOf(tokens);
  }

  void delta(String piece) {
    if (!piece.isEmpty()) {
      sink.accept(new TokenEvent.Delta(now(), piece, false));
    }
  }

  /** Nothing comes after this. There is no prefix cache, so nothing came out of one. */
  void finished(FinishReason reason) {
    long end = now();
    OptionalInt chosen = OptionalInt.of(tokens.size());
    TokenUsage usage = new TokenUsage(promptTokens, OptionalInt.of(0), chosen, visionTokens);
    sink.accept(new TokenEvent.Usage(end, usage));
    sink.accept(new TokenEvent.Finished(end, reason));
  }
}
