package dev.zoetrope.backend;

import java.time.Duration;

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
 */
record HttpLimits(
    Duration connect,
    Duration firstByte,
    Duration stall,
    Duration total,
    Duration busy,
    int eventBytes,
    int answerBytes) {
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
