package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.zoetrope.metrics.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A server that answers each "METHOD /path" with bytes of its own, and a registry to meet it. */
final class WireRig implements AutoCloseable {
  private static final byte[] NOT_FOUND =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found"
          .getBytes(StandardCharsets.UTF_8);

  final Map<String, String> environment = new HashMap<>();
  final List<TokenEvent> events = new ArrayList<>();
  final RawServer server;
  private final Map<String, RawServer.Script> routes = new ConcurrentHashMap<>();
  private final WireFactory factory;

  WireRig() {
    this(HttpLimits.usual());
  }

  WireRig(HttpLimits limits) {
    factory =
        new WireFactory(
            Ticker.system(), name -> Optional.ofNullable(environment.get(name)), limits);
    server = RawServer.start(this::answer);
  }

  private void answer(String request, RawServer.Wire wire)
      throws IOException, InterruptedException {
    String[] words = request.split(" ", 3);
    String route = words[0] + " " + words[1];
    routes.getOrDefault(route, (r, w) -> w.send(NOT_FOUND)).answer(request, wire);
  }

  /** Answers "POST /api/chat" with a recording. */
  WireRig on(String route, String recording) {
    return on(route, Recorded.of(recording).untilClose());
  }

  WireRig on(String route, byte[] answer) {
    return on(route, (request, wire) -> wire.send(answer));
  }

  WireRig on(String route, RawServer.Script script) {
    routes.put(route, script);
    return this;
  }

  /** Answers with this JSON. */
  WireRig json(String route, String body) {
    return on(route, json(body));
  }

  static byte[] json(String body) {
    return status("200 OK", body);
  }

  static byte[] status(String status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ("HTTP/1.1 "
            + status
            + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  VlmBackend connect(BackendEntry entry) {
    return factory.connect(entry);
  }

  VlmBackend connect(String suffix) {
    return factory.connect(server.uri() + suffix);
  }

  Completion ask(VlmRequest request) throws InterruptedException {
    return ask("", request);
  }

  Completion ask(String suffix, VlmRequest request) throws InterruptedException {
    try (VlmBackend backend = connect(suffix);
        TokenStream stream = backend.stream(request)) {
      return stream.read(events::add);
    }
  }

  /** The requests to a route, heads and bodies. */
  List<String> requests(String route) {
    return server.requests().stream().filter(r -> r.startsWith(route + " ")).toList();
  }

  /** The body of the first request to a route. */
  JsonNode sent(String route) {
    return body(requests(route).get(0));
  }

  static JsonNode body(String request) {
    try {
      return new ObjectMapper().readTree(request.substring(request.indexOf("\r\n\r\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of the deltas. */
  List<String> deltas() {
    return events.stream()
        .filter(TokenEvent.Delta.class::isInstance)
        .map(event -> ((TokenEvent.Delta) event).text())
        .toList();
  }

  @Override
  public void close() {
    factory.close();
    server.close();
  }
}
