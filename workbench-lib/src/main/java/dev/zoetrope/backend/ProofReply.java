package dev.zoetrope.backend;

import dev.zoetrope.metrics.ServerTimings;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What came back for one question of a probe: an answer, or why there is none. */
record ProofReply(Optional<Completion> answer, Optional<BackendException> refusal) {
  private static final int QUOTED = 60;
  private static final int SENTENCE = 100;

  static ProofReply of(Completion answer) {
    return new ProofReply(Optional.of(answer), Optional.empty());
  }

  static ProofReply of(BackendException refusal) {
    return new ProofReply(Optional.empty(), Optional.of(refusal));
  }

  boolean isAnswered() {
    return answer.isPresent();
  }

  /** Empty if it was refused, or no count was told. */
  OptionalInt promptTokens() {
    return answer.map(told -> told.usage().prompt()).orElse(OptionalInt.empty());
  }

  OptionalInt cachedTokens() {
    return answer.map(ProofReply::cached).orElse(OptionalInt.empty());
  }

  private static OptionalInt cached(Completion told) {
    return told.usage().cached().isPresent()
        ? told.usage().cached()
        : told.serverTimings().map(ServerTimings::cachedTokens).orElse(OptionalInt.empty());
  }

  /** Lower case; empty if it was refused. */
  String words() {
    return answer.map(told -> told.text().strip().toLowerCase(Locale.ROOT)).orElse("");
  }

  /** What was said, cut short, for a sentence. */
  String quoted() {
    String words = answer.map(told -> told.text().strip()).orElse("").replaceAll("\\s+", " ");
    return "\"" + (words.length() > QUOTED ? words.substring(0, QUOTED) + "…" : words) + "\"";
  }

  /** Why it was refused, for a sentence. */
  String because() {
    return refusal.map(BackendException::getMessage).map(ProofReply::cut).orElse("");
  }

  /** What a server said is at the end, in brackets; the advice before it is for another reader. */
  private static String cut(String message) {
    String own = message.replaceFirst("(?s)[;(:].*", "").strip();
    return own.length() > SENTENCE ? own.substring(0, SENTENCE) + "…" : own;
  }

  /** How long the prompt took: as the server says, else until the first piece of text. */
  OptionalDouble promptMillis() {
    OptionalDouble server =
        answer
            .flatMap(Completion::serverTimings)
            .map(ServerTimings::promptMillis)
            .orElse(OptionalDouble.empty());
    return server.isPresent() ? server : firstTokenMillis();
  }

  private OptionalDouble firstTokenMillis() {
    return answer
        .map(Completion::timeline)
        .filter(line -> !line.deltas().isEmpty())
        .map(line -> OptionalDouble.of((line.deltas().get(0) - line.start()) / 1e6))
        .orElse(OptionalDouble.empty());
  }
}
