package dev.zoetrope.backend;

import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** How long a server asks to wait, in any of the three ways to say it; never more than an hour. */
final class RetryAfter {
  private static final Duration MOST = Duration.ofHours(1);

  /** As Gemini words it, or as the message's JSON would be without its shorthand. */
  private static final Pattern DELAY =
      Pattern.compile(
          "\"retryDelay\"\\s*:\\s*(?:\"(\\d{1,9})(\\.\\d+)?s\""
              + "|\\{\\s*\"seconds\"\\s*:\\s*\"?(\\d{1,9}))");

  private RetryAfter() {}

  /** In the headers, or in the body as Gemini words it. */
  static Optional<Duration> in(Headers headers, String body) {
    return number(headers, "retry-after-ms")
        .map(Duration::ofMillis)
        .or(() -> number(headers, "Retry-After").map(Duration::ofSeconds))
        .or(() -> date(headers))
        .or(() -> told(body))
        .map(RetryAfter::bounded);
  }

  /** In the body alone, as of an error amid a stream. */
  static Optional<Duration> in(String body) {
    return told(body).map(RetryAfter::bounded);
  }

  private static Duration bounded(Duration wait) {
    return wait.compareTo(MOST) > 0 ? MOST : wait;
  }

  private static Optional<Duration> told(String body) {
    Matcher delay = DELAY.matcher(body);
    return delay.find() ? Optional.of(seconds(delay)) : Optional.empty();
  }

  /** A started second is waited for. */
  private static Duration seconds(Matcher delay) {
    String whole = delay.group(1) == null ? delay.group(3) : delay.group(1);
    return Duration.ofSeconds(Long.parseLong(whole) + (delay.group(2) == null ? 0 : 1));
  }

  private static Optional<Long> number(Headers headers, String name) {
    return Optional.ofNullable(headers.get(name))
        .map(String::strip)
        .filter(value -> value.matches("\\d{1,9}"))
        .map(Long::valueOf);
  }

  /** Against the server's own clock, so ours need not be right. */
  private static Optional<Duration> date(Headers headers) {
    Date until = headers.getDate("Retry-After");
    Date now = headers.getDate("Date");
    return until == null || now == null || until.before(now)
        ? Optional.empty()
        : Optional.of(Duration.between(now.toInstant(), until.toInstant()));
  }
}
