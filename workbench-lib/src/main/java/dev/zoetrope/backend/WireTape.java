package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.metrics.Timeline;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Records one exchange: what was sent, keys redacted and pictures by their hash, and each piece of
 * the answer with its stamp. Confined to the thread that runs the exchange.
 */
final class WireTape {
  /** Headers that hold no secret; of all others only the name is kept. */
  private static final Set<String> PLAIN =
      Set.of(
          "accept",
          "accept-encoding",
          "anthropic-version",
          "content-length",
          "content-type",
          "date",
          "openai-processing-ms",
          "openai-version",
          "retry-after",
          "retry-after-ms",
          "server",
          "transfer-encoding",
          "user-agent",
          "x-request-id");

  private static final String REDACTED = "[redacted]";

  private final WireServer server;
  private final HttpKeys keys;
  private Request request;
  private final boolean streamed;
  private final List<Piece> pieces = new ArrayList<>();
  private Optional<Response> response = Optional.empty();

  WireTape(WireServer server, HttpKeys keys, Request request, boolean streamed) {
    this.server = server;
    this.keys = keys;
    this.request = request;
    this.streamed = streamed;
  }

  private record Piece(long at, byte[] bytes) {}

  /** The first request was refused; this one takes its place. */
  void asks(Request other) {
    request = other;
  }

  void answered(Response with) {
    response = Optional.of(with);
  }

  /** The next bytes of the answer's body. */
  void piece(long at, byte[] bytes, int length) {
    pieces.add(new Piece(at, Arrays.copyOf(bytes, length)));
  }

  Exchange exchange(WireMarks marks, long end, Optional<BackendException> error) {
    ObjectNode json = WireBody.tree();
    json.put("backend", server.address() + (server.modelChosen() ? "#" + server.model() : ""));
    json.put("engine", server.engine().name()).put("model", server.model());
    server.version().ifPresent(version -> json.put("version", version));
    json.put("streamed", streamed);
    asked(json.putObject("request"));
    response.ifPresent(with -> answer(json.putObject("response"), with, marks.start()));
    stamps(json.putObject("stamps_ns"), marks, end);
    error.ifPresent(
        e -> json.putObject("error").put("code", e.code()).put("message", e.getMessage()));
    return new Exchange(json.toString());
  }

  private void asked(ObjectNode json) {
    json.put("method", request.method()).put("url", request.url().toString());
    headers(json.putArray("headers"), request.headers());
    if (request.body() instanceof WireBody body) {
      json.set("body", scrubbed(body.recorded()));
    }
  }

  private JsonNode scrubbed(JsonNode body) {
    String words = body.toString();
    String clean = keys.scrub(words);
    return clean.equals(words) ? body : WireJson.object(clean).orElse(WireJson.nothing());
  }

  private void headers(ArrayNode json, Headers headers) {
    headers.forEach(
        header -> {
          boolean plain = PLAIN.contains(header.getFirst().toLowerCase(Locale.ROOT));
          json.addArray()
              .add(header.getFirst())
              .add(plain ? keys.scrub(header.getSecond()) : REDACTED);
        });
  }

  private void answer(ObjectNode json, Response with, long start) {
    json.put("status", with.code());
    headers(json.putArray("headers"), with.headers());
    ArrayNode body = json.putArray("body");
    clean().forEach(piece -> piece(body.addObject(), piece, start));
  }

  /** A key that the server echoed may stand across two pieces; then all is one. */
  private List<Piece> clean() {
    int length = pieces.stream().mapToInt(piece -> piece.bytes.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length);
    pieces.forEach(piece -> all.put(piece.bytes));
    String words = new String(all.array(), StandardCharsets.UTF_8);
    String clean = keys.scrub(words);
    return clean.equals(words)
        ? pieces
        : List.of(
            new Piece(pieces.get(pieces.size() - 1).at, clean.getBytes(StandardCharsets.UTF_8)));
  }

  private static void piece(ObjectNode json, Piece piece, long start) {
    json.put("at_ns", piece.at - start);
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(piece.bytes)).toString();
      json.put("text", text);
    } catch (CharacterCodingException e) {
      // A letter was split between two reads.
      json.put("base64", Base64.getEncoder().encodeToString(piece.bytes));
    }
  }

  private static void stamps(ObjectNode json, WireMarks marks, long end) {
    long start = marks.start();
    marks.wire().connect().ifPresent(s -> pair(json.putArray("connect"), s, start));
    marks.wire().sending().ifPresent(at -> json.put("sending", at - start));
    marks.bodySent().ifPresent(at -> json.put("body_sent", at - start));
    marks.headers().ifPresent(at -> json.put("headers", at - start));
    ArrayNode reads = json.putArray("reads");
    marks.wire().reads().forEach(r -> reads.addArray().add(r.at() - start).add(r.bytes()));
    json.put("retries", marks.wire().retries().orElse(0)).put("end", end - start);
  }

  private static void pair(ArrayNode json, Timeline.Span span, long start) {
    json.add(span.from() - start).add(span.to() - start);
  }
}
