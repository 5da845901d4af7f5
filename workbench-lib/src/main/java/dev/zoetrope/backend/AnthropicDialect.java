package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import okhttp3.HttpUrl;

/** Anthropic's Messages. It knows no seed. */
record AnthropicDialect(WireServer server) implements Dialect {
  /** The least that the server takes. */
  private static final int THOUGHT = 1024;

  @Override
  public HttpUrl url(VlmRequest request) {
    return server.address().at("v1/messages");
  }

  @Override
  public WireReader reader(WireErrors errors) {
    return new AnthropicReader(errors);
  }

  @Override
  public ObjectNode body(VlmRequest request) {
    ObjectNode body = WireBody.tree().put("model", server.model());
    messages(body, request);
    body.put("max_tokens", request.sampling().maxTokens())
        .put("temperature", request.sampling().temperature())
        .put("stream", request.streamed());
    switch (request.reasoning()) {
      case ON ->
          body.put("max_tokens", request.sampling().maxTokens() + THOUGHT)
              .put("temperature", 1)
              .putObject("thinking")
              .put("type", "enabled")
              .put("budget_tokens", THOUGHT);
      case OFF -> body.putObject("thinking").put("type", "disabled");
      case AS_THE_MODEL_DOES -> {}
    }
    return body;
  }

  private static void messages(ObjectNode body, VlmRequest request) {
    request.system().ifPresent(words -> body.put("system", words));
    ArrayNode messages = body.putArray("messages");
    for (VlmRequest.Turn turn : request.turns()) {
      String role = turn.speaker() == VlmRequest.Speaker.USER ? "user" : "assistant";
      parts(messages.addObject().put("role", role).putArray("content"), turn.parts());
    }
  }

  private static void parts(ArrayNode content, List<ContentPart> parts) {
    for (ContentPart part : parts) {
      if (part instanceof ContentPart.Text words) {
        content.addObject().put("type", "text").put("text", words.text());
      } else if (part instanceof ContentPart.Image picture) {
        content
            .addObject()
            .put("type", "image")
            .putObject("source")
            .put("type", "base64")
            .put("media_type", picture.image().mime())
            .set("data", WireBody.base64("", picture.image().bytes()));
      }
    }
  }

  /** Free, and without an inference. */
  @Override
  public Optional<Counting> counting(VlmRequest request) {
    ObjectNode body = WireBody.tree().put("model", server.model());
    messages(body, request);
    return Optional.of(
        new Counting(server.address().at("v1/messages/count_tokens"), body, Map.of()));
  }

  @Override
  public OptionalInt counted(JsonNode answer) {
    return WireJson.count(answer.path("input_tokens"));
  }
}
