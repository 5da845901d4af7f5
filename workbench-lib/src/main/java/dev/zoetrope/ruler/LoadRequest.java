package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One request of a load as this client saw it; stamps in nanoseconds of {@link System#nanoTime}.
 *
 * @param id sent as {@code X-Request-Id}
 * @param intended when it should have begun; the same as {@code called} in a closed loop
 * @param called when it was called: its body was ready, no connection was looked for
 * @param start the zero of its times: its first byte was about to be handed to the socket; the call
 *     where that was not stamped
 * @param wrote when its last byte had been handed to the socket
 * @param stamps one for each piece with text, as its read returned
 * @param tokens as the server counted them
 * @param end when the answer had ended
 * @param error what went wrong; its stamps are in no number then
 */
public record LoadRequest(
    String id,
    long intended,
    long called,
    long start,
    OptionalLong wrote,
    long[] stamps,
    OptionalInt tokens,
    long end,
    Optional<String> error) {
  public LoadRequest {
    requireNonNull(id, "id is null");
    requireNonNull(wrote, "wrote is null");
    requireNonNull(stamps, "stamps is null");
    requireNonNull(tokens, "tokens is null");
    requireNonNull(error, "error is null");
  }

  /** First piece with text - first byte of the request about to be sent. */
  public OptionalDouble ttftMillis() {
    return first(start);
  }

  /** First piece with text - call: what this client needs before it sends is in it. */
  public OptionalDouble calledTtftMillis() {
    return first(called);
  }

  /** First piece with text - last byte of the request written. */
  public OptionalDouble wroteTtftMillis() {
    return wrote.isPresent() ? first(wrote.getAsLong()) : OptionalDouble.empty();
  }

  /** First piece with text - the instant at which the request should have begun. */
  public OptionalDouble intendedTtftMillis() {
    return first(intended);
  }

  private OptionalDouble first(long zero) {
    return stamps.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((stamps[0] - zero) / 1e6);
  }

  /** (last piece - first piece) / (tokens - 1); empty without a count or with one token. */
  public OptionalDouble tpotMillis() {
    return stamps.length < 2 || tokens.orElse(0) < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (stamps[stamps.length - 1] - stamps[0]) / 1e6 / (tokens.getAsInt() - 1));
  }

  /** Last piece with text - first byte of the request about to be sent. */
  public OptionalDouble latencyMillis() {
    return stamps.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((stamps[stamps.length - 1] - start) / 1e6);
  }

  /** From piece to piece; a piece may hold several tokens. */
  public double[] gapsMillis() {
    double[] gaps = new double[Math.max(0, stamps.length - 1)];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = (stamps[i + 1] - stamps[i]) / 1e6;
    }
    return gaps;
  }

  /** First byte about to be sent - call; empty where nobody stamped the sending. */
  OptionalDouble readyMillis() {
    return wrote.isPresent() ? OptionalDouble.of((start - called) / 1e6) : OptionalDouble.empty();
  }

  /** Last byte written - first byte about to be sent; empty where nobody stamped it. */
  OptionalDouble sendMillis() {
    return wrote.isPresent()
        ? OptionalDouble.of((wrote.getAsLong() - start) / 1e6)
        : OptionalDouble.empty();
  }

  /** Whether its numbers count. */
  public boolean answered() {
    return error.isEmpty();
  }
}
