package dev.zoetrope.backend;

import java.io.IOException;
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
    source.request(most);
    Buffer buffer = source.getBuffer();
    return buffer.readString(Math.min(most, buffer.size()), StandardCharsets.UTF_8);
  }
}
