package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The stamps of one request, all from one {@link Ticker}, in nanoseconds. Metrics are pure
 * functions of it.
 *
 * @param origin who stamped: a client at a socket, or the engine in this process
 * @param start when the request began: its body was ready, nothing was sent yet
 * @param bodySent when the last byte of the request had gone
 * @param headers when the answer's headers had come
 * @param load loading and warming that this request had to wait for (first call only)
 * @param imageEncodes one span for each image that an in-process engine encoded
 * @param prefill the span of an in-process prefill
 * @param deltas one stamp for each non-empty piece of text (content or reasoning)
 * @param firstContent the first piece that is not reasoning
 * @param end the end of the answer
 * @param wire what happened on the way to a server and back; {@link Wire#NONE} in process
 */
public record Timeline(
    Origin origin,
    long start,
    OptionalLong bodySent,
    OptionalLong headers,
    Optional<Span> load,
    List<Span> imageEncodes,
    Optional<Span> prefill,
    List<Long> deltas,
    OptionalLong firstContent,
    OptionalLong end,
    Wire wire) {
  public Timeline {
    requireNonNull(origin, "origin is null");
    requireNonNull(bodySent, "bodySent is null");
    requireNonNull(headers, "headers is null");
    requireNonNull(load, "load is null");
    imageEncodes = List.copyOf(imageEncodes);
    requireNonNull(prefill, "prefill is null");
    deltas = List.copyOf(deltas);
    requireNonNull(firstContent, "firstContent is null");
    requireNonNull(end, "end is null");
    requireNonNull(wire, "wire is null");
  }

  /** Without stamps of a wire. */
  public Timeline(
      Origin origin,
      long start,
      OptionalLong bodySent,
      OptionalLong headers,
      Optional<Span> load,
      List<Span> imageEncodes,
      Optional<Span> prefill,
      List<Long> deltas,
      OptionalLong firstContent,
      OptionalLong end) {
    this(
        origin,
        start,
        bodySent,
        headers,
        load,
        imageEncodes,
        prefill,
        deltas,
        firstContent,
        end,
        Wire.NONE);
  }

  /** The same after loading that its request had to wait for. */
  public Timeline after(Span loading) {
    return new Timeline(
        origin,
        start,
        bodySent,
        headers,
        Optional.of(loading),
        imageEncodes,
        prefill,
        deltas,
        firstContent,
        end,
        wire);
  }

  /** The same for a request that had waited for its turn since then. */
  public Timeline queuedAt(long at) {
    return new Timeline(
        origin,
        start,
        bodySent,
        headers,
        load,
        imageEncodes,
        prefill,
        deltas,
        firstContent,
        end,
        new Wire(
            OptionalLong.of(at), wire.connect(), wire.sending(), wire.reads(), wire.retries()));
  }

  /**
   * One request's way to a server and back.
   *
   * @param queued when it began to wait for its turn on this side; empty if nobody made it wait
   * @param connect the making of its connection, TLS included; empty for a kept one
   * @param sending when its first byte was about to be handed to the socket; empty if nobody
   *     stamped it
   * @param reads each read of its socket that brought something, in order
   * @param retries how often it was sent before; all stamps are of the last time
   */
  public record Wire(
      OptionalLong queued,
      Optional<Span> connect,
      OptionalLong sending,
      List<Read> reads,
      OptionalInt retries) {
    /** No wire. */
    public static final Wire NONE =
        new Wire(
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            List.of(),
            OptionalInt.empty());

    public Wire {
      requireNonNull(queued, "queued is null");
      requireNonNull(connect, "connect is null");
      requireNonNull(sending, "sending is null");
      reads = List.copyOf(reads);
      requireNonNull(retries, "retries is null");
    }
  }

  /**
   * One read of a socket.
   *
   * @param at when it returned
   * @param bytes what it brought, headers and framing included
   */
  public record Read(long at, int bytes) {}

  /** Who stamped. */
  public enum Origin {
    /** The HTTP client: one delta may hold several tokens. */
    CLIENT,
    /** The HTTP client, for an answer that came in one piece: its tokens have no stamps. */
    IN_ONE_PIECE,
    /** The engine in this process: one delta is one token. */
    IN_PROCESS
  }

  /** From one stamp to another. */
  public record Span(long from, long to) {
    public Span {
      if (to < from) {
        throw new IllegalArgumentException("span ends before it starts: " + from + ".." + to);
      }
    }

    /** Its length in milliseconds. */
    public double millis() {
      return (to - from) / 1e6;
    }
  }
}
