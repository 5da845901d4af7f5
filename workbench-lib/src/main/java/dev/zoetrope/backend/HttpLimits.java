package dev.zoetrope.backend;

import java.time.Duration;
import java.util.Optional;

/**
 * How long each phase of an exchange may take and how much an answer may hold.
 *
 * @param connect until the connection stands
 * @param firstByte from the request's last byte to the answer's first: a long prompt on a slow
 *     processor is silent all that time
 * @param stall between two signs of life once the answer has begun, and between two writes of the
 *     request; after the first token a keep-alive is no sign of life any more
 * @param total the whole exchange
 * @param busy how long to wait in all for a server that is busy and answers nothing yet, before it
 *     is asked again; such a request has done nothing, so it is safe to repeat
 * @param eventBytes one server-sent event
 * @param answerBytes a whole answer
 * @param probe for finding out what is there, which shall not keep a user waiting
 */
record HttpLimits(
    Duration connect,
    Duration firstByte,
    Duration stall,
    Duration total,
    Duration busy,
    int eventBytes,
    int answerBytes,
    Probe probe) {
  HttpLimits(
      Duration connect,
      Duration firstByte,
      Duration stall,
      Duration total,
      Duration busy,
      int eventBytes,
      int answerBytes) {
    this(connect, firstByte, stall, total, busy, eventBytes, answerBytes, Probe.usual());
  }

  /**
   * How long a small question to a server about itself may take.
   *
   * @param connect until the connection stands
   * @param read until the answer comes
   */
  record Probe(Duration connect, Duration read) {
    /** Until it has been answered, at most. */
    Duration all() {
      return connect.plus(read);
    }

    /** A user who is patient with a long prompt need not be so with a server that hangs. */
    static final Duration MOST = Duration.ofSeconds(30);

    static Probe usual() {
      return new Probe(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /** Raised to what a user gave, up to 30 s, and never lowered. */
    static Probe raised(Optional<Duration> connect, Optional<Duration> read) {
      Probe usual = usual();
      return new Probe(raised(usual.connect, connect), raised(usual.read, read));
    }

    private static Duration raised(Duration usual, Optional<Duration> given) {
      Duration wanted = given.filter(g -> g.compareTo(usual) > 0).orElse(usual);
      return wanted.compareTo(MOST) < 0 ? wanted : MOST;
    }
  }

  /** What users get. */
  static HttpLimits usual() {
    return new HttpLimits(
        Duration.ofSeconds(5),
        Duration.ofSeconds(120),
        Duration.ofSeconds(60),
        Duration.ofMinutes(30),
        Duration.ofSeconds(10),
        1 << 20,
        16 << 20);
  }
}
