package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import okhttp3.HttpUrl;

/** OpenAI's Responses. It knows no seed. */
record ResponsesDialect(WireServer server) implements Dialect {
  @Override
  public HttpUrl url(VlmRequest request) {
    return server.address().at("v1/responses");
  }

  @Override
  public WireReader reader(WireErrors errors) {
    return reader(errors, OptionalInt.empty());
  }

  @Override
  public WireReader reader(WireErrors errors, OptionalInt limit) {
    boolean told =
        server.engine() == WireServer.Engine.OPENAI || server.engine() == WireServer.Engine.VLLM;
    return new ResponsesReader(errors, told ? OptionalInt.empty() : limit);
  }

  @Override
  public ObjectNode body(VlmRequest request) {
    ObjectNode body = WireBody.tree().put("model", server.model());
    input(body, request);
    body.put("stream", request.streamed())
        .put("store", false)
        .put("temperature", request.sampling().temperature())
        .put("max_output_tokens", request.sampling().maxTokens());
    if (request.reasoning() != VlmRequest.Reasoning.AS_THE_MODEL_DOES) {
      body.putObject("reasoning")
          .put("effort", request.reasoning() == VlmRequest.Reasoning.ON ? "medium" : "none");
    }
    return body;
  }

  /** The prompt alone. */
  static void input(ObjectNode body, VlmRequest request) {
    request.system().ifPresent(words -> body.put("instructions", words));
    ArrayNode input = body.putArray("input");
    for (VlmRequest.Turn turn : request.turns()) {
      ObjectNode item = input.addObject().put("type", "message");
      if (turn.speaker() == VlmRequest.Speaker.MODEL) {
        item.put("role", "assistant")
            .putArray("content")
            .addObject()
            .put("type", "output_text")
            .put("text", OpenAiDialect.words(turn.parts()));
      } else {
        parts(item.put("role", "user").putArray("content"), turn.parts());
      }
    }
  }

  private static void parts(ArrayNode content, List<ContentPart> parts) {
    for (ContentPart part : parts) {
      if (part instanceof ContentPart.Text words) {
        content.addObject().put("type", "input_text").put("text", words.text());
      } else if (part instanceof ContentPart.Image picture) {
        ObjectNode image = content.addObject().put("type", "input_image");
        image.set("image_url", OpenAiDialect.dataUri(picture));
        OpenAiDialect.detail(image, picture.detail());
      }
    }
  }

  @Override
  public Optional<Counting> counting(VlmRequest request) {
    ObjectNode body = WireBody.tree().put("model", server.model());
    input(body, request);
    return Optional.of(
        new Counting(server.address().at("v1/responses/input_tokens"), body, Map.of()));
  }

  @Override
  public OptionalInt counted(JsonNode answer) {
    return WireJson.count(answer.path("input_tokens"));
  }
}
