package dev.zoetrope.backend;

import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.TokenUsage;

/** What happens while an answer streams, each with its stamp in ticker nanoseconds. */
public sealed interface TokenEvent {
  /** When it was read from the socket, before it was parsed. */
  long atNanos();

  /** The last byte of the request has gone. */
  record BodySent(long atNanos, long bytes) implements TokenEvent {}

  /** The answer's status and headers came. */
  record Headers(long atNanos, int status) implements TokenEvent {}

  /** An in-process engine had to load first. */
  record Loaded(long atNanos, long fromNanos) implements TokenEvent {}

  /** An in-process engine finished encoding image {@code index} (from 0). */
  record ImageEncoded(long atNanos, long fromNanos, int index) implements TokenEvent {}

  /** The server tells how much of the prompt it has read; never a token. */
  record Progress(long atNanos, int processed, int total) implements TokenEvent {}

  /** An in-process engine finished its prefill. */
  record Prefilled(long atNanos, long fromNanos, int promptTokens) implements TokenEvent {}

  /** The server named the speaker, or sent a keep-alive: never a token. */
  record Idle(long atNanos) implements TokenEvent {}

  /** Non-empty text. From a socket one delta may hold several tokens. */
  record Delta(long atNanos, String text, boolean reasoning) implements TokenEvent {}

  /** Counts. */
  record Usage(long atNanos, TokenUsage usage) implements TokenEvent {}

  /** The server's own phases. */
  record Timings(long atNanos, ServerTimings timings) implements TokenEvent {}

  /** The model's end. */
  record Finished(long atNanos, FinishReason reason) implements TokenEvent {}
}
