package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.Conditions;
import dev.zoetrope.metrics.Timeline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import okhttp3.Headers;

/** A recorded exchange, read back. Immutable; its JSON is not trusted. */
record Replayed(String request, JsonNode json) {
  /** One piece of the answer, as long after the start as it was. */
  record Piece(long at, byte[] bytes) {}

  WireServer server() {
    String model = json.path("model").asText();
    return new WireServer(
        HttpAddress.parse(json.path("backend").asText()),
        engine(),
        WireJson.text(json.path("version")),
        model,
        List.of(model),
        OptionalInt.empty(),
        true,
        true);
  }

  private WireServer.Engine engine() {
    for (WireServer.Engine engine : WireServer.Engine.values()) {
      if (engine.name().equals(json.path("engine").asText())) {
        return engine;
      }
    }
    return WireServer.Engine.OTHER;
  }

  Dialect dialect() {
    WireServer server = server();
    return switch (server.address().api()) {
      case MESSAGES -> new AnthropicDialect(server);
      case RESPONSES -> new ResponsesDialect(server);
      case GEMINI -> new GeminiDialect(server);
      case AZURE -> new OpenAiDialect(server);
      case ANY ->
          server.engine() == WireServer.Engine.OLLAMA
              ? new OllamaDialect(server, false, Optional.empty())
              : new OpenAiDialect(server);
    };
  }

  boolean streamed() {
    return json.path("streamed").asBoolean(true);
  }

  /** Of the answer's tokens, as Responses name it. */
  OptionalInt limit() {
    return WireJson.count(json.path("request").path("body").path("max_output_tokens"));
  }

  /** How many pictures were sent; they are recorded by their hash. */
  int pictures() {
    return json.path("request").path("body").toString().split("sha256:", -1).length - 1;
  }

  /** Under which conditions it was recorded; what was wanted of caches is not in a recording. */
  Conditions conditions() {
    WireServer server = server();
    return new Conditions(
        server.named(),
        Optional.empty(),
        pictures() == 0 ? Optional.empty() : WirePromptForm.of(server),
        WireAdvice.of(server));
  }

  /** Empty if no answer came. */
  OptionalInt status() {
    return WireJson.count(json.path("response").path("status"));
  }

  Headers headers() {
    Headers.Builder headers = new Headers.Builder();
    for (JsonNode pair : json.path("response").path("headers")) {
      headers.addUnsafeNonAscii(pair.path(0).asText(), pair.path(1).asText());
    }
    return headers.build();
  }

  List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    for (JsonNode piece : json.path("response").path("body")) {
      byte[] bytes =
          piece.has("base64")
              ? Base64.getDecoder().decode(piece.path("base64").asText())
              : piece.path("text").asText().getBytes(StandardCharsets.UTF_8);
      pieces.add(new Piece(piece.path("at_ns").asLong(), bytes));
    }
    return pieces;
  }

  /** The recorded stamps, as if the request had started then. */
  WireMarks marks(long start) {
    JsonNode stamps = json.path("stamps_ns");
    List<Timeline.Read> reads = new ArrayList<>();
    for (JsonNode read : stamps.path("reads")) {
      reads.add(new Timeline.Read(start + read.path(0).asLong(), read.path(1).asInt()));
    }
    return new WireMarks(
        start,
        at(stamps.path("body_sent"), start),
        at(stamps.path("headers"), start),
        new Timeline.Wire(
            OptionalLong.empty(),
            connect(stamps.path("connect"), start),
            at(stamps.path("sending"), start),
            reads,
            WireJson.count(stamps.path("retries"))));
  }

  private static Optional<Timeline.Span> connect(JsonNode pair, long start) {
    return pair.size() == 2
        ? Optional.of(
            new Timeline.Span(start + pair.path(0).asLong(), start + pair.path(1).asLong()))
        : Optional.empty();
  }

  private static OptionalLong at(JsonNode stamp, long start) {
    return stamp.isNumber() ? OptionalLong.of(start + stamp.asLong()) : OptionalLong.empty();
  }

  long end(long start) {
    return start + json.path("stamps_ns").path("end").asLong();
  }

  /** What it failed with where no answer came. */
  String complaint() {
    return json.path("error").path("message").asText("no answer had come");
  }
}
