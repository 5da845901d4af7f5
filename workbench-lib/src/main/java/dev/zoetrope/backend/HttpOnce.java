package dev.zoetrope.backend;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the HTTP layer from sending a request again once it was answered: by itself it repeats each
 * one that gets a 408, or a 503 with {@code Retry-After: 0}. One whose kept connection died before
 * anything came is sent again as ever; so is a question that has no body, which changes nothing and
 * is in no number.
 *
 * <p>Works around a call and around its exchange with the server, and has to be added to both.
 */
final class HttpOnce implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    RequestBody body = request.body();
    if (body instanceof Once once) {
      Response response = chain.proceed(request);
      once.answered = true;
      return response;
    }
    return chain.proceed(
        body == null
            ? request
            : request.newBuilder().method(request.method(), new Once(body)).build());
  }

  /** Confined to the thread that runs the call. */
  private static final class Once extends RequestBody {
    private final RequestBody body;
    private boolean answered;

    Once(RequestBody body) {
      this.body = body;
    }

    @Override
    public boolean isOneShot() {
      return answered;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
      return body.contentLength();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      body.writeTo(sink);
    }
  }
}
