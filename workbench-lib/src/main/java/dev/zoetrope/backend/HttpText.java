package dev.zoetrope.backend;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/** A short body as text. */
final class HttpText {
  private HttpText() {}

  /** At most so many bytes of the body; the rest is not read. */
  static String of(Response response, int most) throws IOException {
    BufferedSource source = response.body().source();
    try {
      source.request(most);
    } catch (ProtocolException | SocketTimeoutException e) {
      // A complaint that was cut off still says more than that it was cut off.
      return taken(source.getBuffer(), most);
    }
    return taken(source.getBuffer(), most);
  }

  private static String taken(Buffer buffer, int most) throws EOFException {
    return buffer.readString(Math.min(most, buffer.size()), StandardCharsets.UTF_8);
  }
}
