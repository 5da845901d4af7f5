package dev.zoetrope.ruler;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** When requests begin. */
public sealed interface Arrivals {
  /**
   * Each of so many asks again as soon as it is answered.
   *
   * @param ramp over which they begin one after the other; zero for at once
   */
  record Closed(int concurrency, Duration ramp) implements Arrivals {
    public Closed {
      if (concurrency < 1 || ramp.isNegative()) {
        throw new IllegalArgumentException(
            "--concurrency must be at least 1 and --ramp not below 0");
      }
    }
  }

  /**
   * At instants that do not wait for answers.
   *
   * @param at after the start, from early to late
   */
  record Open(List<Duration> at) implements Arrivals {
    public Open {
      at = at.stream().sorted().toList();
    }
  }

  /** All at once in flight, from the first instant. */
  static Arrivals closed(int concurrency) {
    return new Closed(concurrency, Duration.ZERO);
  }

  /** At random, so many a second on average. */
  static Arrivals poisson(double perSecond, int requests, long seed) {
    check(perSecond);
    Random random = new Random(seed);
    double[] at = {0};
    return new Open(
        random
            .doubles(requests)
            .mapToObj(
                u -> {
                  at[0] -= Math.log(1 - u) / perSecond;
                  return seconds(at[0]);
                })
            .toList());
  }

  /** Every so often. */
  static Arrivals constant(double perSecond, int requests) {
    check(perSecond);
    return new Open(
        java.util.stream.IntStream.range(0, requests)
            .mapToObj(i -> seconds(i / perSecond))
            .toList());
  }

  /** What a trace says: a number of seconds since its beginning in each line. */
  static Arrivals trace(List<String> lines) {
    return new Open(
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(Arrivals::line)
            .toList());
  }

  private static Duration line(String line) {
    try {
      double at = Double.parseDouble(line);
      if (at >= 0 && Double.isFinite(at)) {
        return seconds(at);
      }
    } catch (NumberFormatException e) {
      throw wrong(line, e);
    }
    throw wrong(line, new IllegalArgumentException("negative"));
  }

  private static IllegalArgumentException wrong(String line, Exception cause) {
    return new IllegalArgumentException(
        "A trace has one number of seconds in each line, not \"" + line + "\".", cause);
  }

  private static void check(double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("--rate must be more than 0 requests a second");
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
