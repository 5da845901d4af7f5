package dev.zoetrope.ruler;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What truly happened to one request, in nanoseconds of the server's ticker; on Linux {@link
 * System#nanoTime} of every process of one machine is the same clock.
 *
 * @param id what the client sent as {@code X-Request-Id}, or the number of the request
 * @param read when its last byte had been read
 * @param writes each write of the answer, in order
 */
public record ServedRequest(String id, long read, List<Write> writes) {
  public ServedRequest {
    requireNonNull(id, "id is null");
    writes = List.copyOf(writes);
  }

  /**
   * One write.
   *
   * @param due when it should have begun
   * @param begun when it did: from then on the client can have it, before the call returns
   * @param done when it had returned
   * @param tokens how many it carried; 0 for roles, ends and errors
   */
  public record Write(long due, long begun, long done, int tokens) {}

  /** The first token's true time in milliseconds; empty if none was written. */
  public OptionalDouble ttftMillis() {
    return tokenWrites().stream().mapToDouble(w -> (w.begun() - read) / 1e6).findFirst();
  }

  /** The true gaps between pieces with tokens, in milliseconds. */
  public double[] gapsMillis() {
    List<Write> tokens = tokenWrites();
    double[] gaps = new double[Math.max(0, tokens.size() - 1)];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = (tokens.get(i + 1).begun() - tokens.get(i).begun()) / 1e6;
    }
    return gaps;
  }

  /** How far behind its own schedule the server was at its worst, in milliseconds. */
  public double worstLagMillis() {
    return writes.stream().mapToDouble(w -> (w.begun() - w.due()) / 1e6).max().orElse(0);
  }

  /** How many tokens were written. */
  public int tokens() {
    return writes.stream().mapToInt(Write::tokens).sum();
  }

  private List<Write> tokenWrites() {
    return writes.stream().filter(write -> write.tokens() > 0).toList();
  }
}
