package dev.zoetrope.backend;

import java.time.Duration;

/**
 * How long each phase of an exchange may take and how much an answer may hold.
 *
 * @param connect until the connection stands
 * @param firstByte until the headers, and from them to the first byte of the body: a long prompt on
 *     a slow processor is silent all that time
 * @param stall between two reads once the answer has begun, and between two writes of the request
 * @param eventBytes one server-sent event
 * @param answerBytes a whole answer
 */
record HttpLimits(
    Duration connect, Duration firstByte, Duration stall, int eventBytes, int answerBytes) {
  /** What users get. */
  static HttpLimits usual() {
    return new HttpLimits(
        Duration.ofSeconds(5), Duration.ofSeconds(120), Duration.ofSeconds(60), 1 << 20, 16 << 20);
  }
}
