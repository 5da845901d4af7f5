package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;

/** Small questions to a server about itself. */
final class HttpProbe {
  private static final int BODY = 1 << 20;

  private final HttpPool pool;
  private final HttpKeys keys;
  private final HttpAddress address;

  HttpProbe(HttpPool pool, HttpKeys keys, HttpAddress address) {
    this.pool = pool;
    this.keys = keys;
    this.address = address;
  }

  /** What one question brought. */
  record Got(int status, Headers headers, String body) {
    boolean fine() {
      return status == 200;
    }

    Optional<JsonNode> json() {
      return fine() ? WireJson.object(body) : Optional.empty();
    }
  }

  HttpAddress address() {
    return address;
  }

  HttpKeys keys() {
    return keys;
  }

  /**
   * Gets a path below the root.
   *
   * @throws BackendException.Unreachable if nobody answers
   */
  Got get(String path) {
    return ask(new Request.Builder().url(path.isEmpty() ? address.root() : address.at(path)));
  }

  /** The object at a path; empty if the server has none there. */
  Optional<JsonNode> object(String path) {
    return tried(path).flatMap(Got::json);
  }

  /** What is nice to know is asked for, but a server may leave it unanswered. */
  Optional<Got> tried(String path) {
    try {
      return Optional.of(get(path));
    } catch (BackendException.Unreachable e) {
      return Optional.empty();
    }
  }

  /**
   * Posts an object to a path below the root.
   *
   * @throws BackendException.Unreachable if nobody answers
   */
  Got post(String path, ObjectNode body) {
    return ask(new Request.Builder().url(address.at(path)).post(WireBody.of(body, Map.of())));
  }

  private Got ask(Request.Builder request) {
    request.header("User-Agent", "zoetrope");
    HttpStamps stamps = new HttpStamps(Ticker.system(), pool.limits());
    request.tag(HttpStamps.class, stamps);
    address.authorise(request, keys.keyFor(address));
    try (Response response = pool.probes().newCall(request.build()).execute()) {
      return new Got(
          response.code(), response.headers(), HttpText.of(response, BODY, pool.limits().stall()));
    } catch (IOException e) {
      throw stamps.connected().isPresent()
          ? HttpFailures.unanswered(e, address.withPort(), pool.limits().probe())
          : HttpFailures.unreachable(e, address.withPort());
    }
  }
}
