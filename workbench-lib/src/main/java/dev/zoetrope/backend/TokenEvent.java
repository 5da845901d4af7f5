package dev.zoetrope.backend;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.TokenUsage;
import java.util.OptionalDouble;

/** What happens while an answer streams, each with its stamp in ticker nanoseconds. */
public sealed interface TokenEvent {
  /** When it was read from the socket, before it was parsed. */
  long atNanos();

  /** The request was handed over and waits for its turn. */
  record Queued(long atNanos) implements TokenEvent {}

  /**
   * The connection stands.
   *
   * @param fromNanos when its making began
   * @param kept whether an earlier request had made it
   */
  record Connected(long atNanos, long fromNanos, boolean kept) implements TokenEvent {}

  /** The last byte of the request has gone. */
  record BodySent(long atNanos, long bytes) implements TokenEvent {}

  /** The answer's status and headers came. */
  record Headers(long atNanos, int status) implements TokenEvent {}

  /** A read of the socket returned; what it brought is told after it, with the same stamp. */
  record Read(long atNanos, int bytes) implements TokenEvent {}

  /** An in-process engine had to load first. */
  record Loaded(long atNanos, long fromNanos) implements TokenEvent {}

  /** An in-process engine finished encoding image {@code index} (from 0). */
  record ImageEncoded(long atNanos, long fromNanos, int index) implements TokenEvent {}

  /**
   * The server tells how much of the prompt it has read; never a token.
   *
   * @param serverMillis since it began with the prompt, by its own clock
   */
  record Progress(long atNanos, int processed, int total, OptionalDouble serverMillis)
      implements TokenEvent {
    public Progress {
      requireNonNull(serverMillis, "serverMillis is null");
    }
  }

  /** An in-process engine finished its prefill. */
  record Prefilled(long atNanos, long fromNanos, int promptTokens) implements TokenEvent {}

  /** The server named the speaker: never a token. */
  record Role(long atNanos) implements TokenEvent {}

  /** The server sent a keep-alive or an envelope without words: never a token. */
  record Ping(long atNanos) implements TokenEvent {}

  /** Non-empty text. From a socket one delta may hold several tokens. */
  record Delta(long atNanos, String text, boolean reasoning) implements TokenEvent {}

  /**
   * A piece of a call of a tool that the request's extras offered.
   *
   * @param name empty in all but its first piece
   * @param arguments the next letters of its JSON
   */
  record Tool(long atNanos, String name, String arguments) implements TokenEvent {}

  /** Counts. */
  record Usage(long atNanos, TokenUsage usage) implements TokenEvent {}

  /** The server's own phases. */
  record Timings(long atNanos, ServerTimings timings) implements TokenEvent {}

  /** The model's end. */
  record Finished(long atNanos, FinishReason reason) implements TokenEvent {}

  /** It failed; {@link TokenStream#read} throws the same. */
  record Failed(long atNanos, String code, String message) implements TokenEvent {}

  /** The whole exchange, told last where the request wanted it recorded. */
  record Exchanged(long atNanos, Exchange exchange) implements TokenEvent {}
}
