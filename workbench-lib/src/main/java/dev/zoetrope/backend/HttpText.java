package dev.zoetrope.backend;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/** A short body as text. */
final class HttpText {
  private static final Duration COMPLAINT = Duration.ofSeconds(5);

  private HttpText() {}

  /** At most so many bytes of the body, and what came within a time; the rest is not read. */
  static String of(Response response, int most, Duration within) throws IOException {
    return come(response, most, within).readString(StandardCharsets.UTF_8);
  }

  /**
   * The same answer, but of one that is a refusal the words are in memory: waited for 5 s at most,
   * or as long as an answer may stall if that is less. The status is what counts.
   */
  static Response heard(Response response, int most, HttpLimits limits) throws IOException {
    if (response.isSuccessful()) {
      return response;
    }
    try (response) {
      Duration within = limits.stall().compareTo(COMPLAINT) < 0 ? limits.stall() : COMPLAINT;
      Buffer words = come(response, most, within);
      long length = words.size();
      return response
          .newBuilder()
          .body(ResponseBody.create(words, response.body().contentType(), length))
          .build();
    }
  }

  private static Buffer come(Response response, int most, Duration within) throws IOException {
    BufferedSource source = response.body().source();
    source.timeout().deadline(within.toNanos(), TimeUnit.NANOSECONDS);
    try {
      source.request(most);
    } catch (ProtocolException | SocketTimeoutException | SocketException e) {
      // A complaint that was cut off still says more than that it was cut off.
      return taken(source.getBuffer(), most);
    }
    return taken(source.getBuffer(), most);
  }

  private static Buffer taken(Buffer buffer, int most) {
    Buffer taken = new Buffer();
    taken.write(buffer, Math.min(most, buffer.size()));
    return taken;
  }
}
