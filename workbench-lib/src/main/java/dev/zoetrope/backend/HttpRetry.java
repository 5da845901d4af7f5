package dev.zoetrope.backend;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import okhttp3.Response;

/** When a request may be sent again: only if the server says that it did not begin with it. */
final class HttpRetry {
  private static final Set<Integer> BUSY = Set.of(429, 503, 529);
  private static final int BODY = 64 << 10;

  /** "At once" would be a storm; twice as long each time. */
  private static final long LEAST = Duration.ofMillis(100).toNanos();

  private static final int MOST_DOUBLED = 20;

  private HttpRetry() {}

  /**
   * How many nanoseconds to wait before the request is sent again; empty if it must not be, or if
   * that is longer than the patience, or waiting is no cure: a spent quota comes back on no such
   * clock.
   *
   * @param before how often it was sent again already
   */
  static OptionalLong wait(Response response, long patience, int before) throws IOException {
    if (!BUSY.contains(response.code()) || patience <= 0) {
      return OptionalLong.empty();
    }
    String body = response.peekBody(BODY).string();
    if (WireComplaint.of(response.code(), WireFault.read(body)) == WireComplaint.QUOTA) {
      return OptionalLong.empty();
    }
    return RetryAfter.in(response.headers(), body)
        .map(wait -> Math.max(LEAST << Math.min(before, MOST_DOUBLED), wait.toNanos()))
        .filter(wait -> wait <= patience)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }
}
