package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import okhttp3.HttpUrl;

/**
 * Gemini's generateContent. Fields of pictures are written with underscores: a proxy was seen that
 * drops {@code inlineData} without a word and takes {@code inline_data}.
 */
record GeminiDialect(WireServer server) implements Dialect {
  @Override
  public HttpUrl url(VlmRequest request) {
    return request.streamed()
        ? model(":streamGenerateContent").newBuilder().addQueryParameter("alt", "sse").build()
        : model(":generateContent");
  }

  private HttpUrl model(String verb) {
    return server.address().at("v1beta/models/" + server.model() + verb);
  }

  @Override
  public WireReader reader(WireErrors errors) {
    return new GeminiReader(errors);
  }

  @Override
  public ObjectNode body(VlmRequest request) {
    ObjectNode body = WireBody.tree();
    contents(body, request);
    request
        .system()
        .ifPresent(
            words ->
                body.putObject("system_instruction")
                    .putArray("parts")
                    .addObject()
                    .put("text", words));
    ObjectNode config =
        body.putObject("generationConfig")
            .put("temperature", request.sampling().temperature())
            .put("maxOutputTokens", request.sampling().maxTokens())
            .put("seed", request.sampling().seed());
    switch (request.reasoning()) {
      case ON ->
          config.putObject("thinkingConfig").put("thinkingBudget", -1).put("includeThoughts", true);
      case OFF -> config.putObject("thinkingConfig").put("thinkingBudget", 0);
      case AS_THE_MODEL_DOES -> {}
    }
    return body;
  }

  private static void contents(ObjectNode body, VlmRequest request) {
    ArrayNode contents = body.putArray("contents");
    for (VlmRequest.Turn turn : request.turns()) {
      String role = turn.speaker() == VlmRequest.Speaker.USER ? "user" : "model";
      parts(contents.addObject().put("role", role).putArray("parts"), turn.parts());
    }
  }

  private static void parts(ArrayNode into, List<ContentPart> parts) {
    for (ContentPart part : parts) {
      if (part instanceof ContentPart.Text words) {
        into.addObject().put("text", words.text());
      } else if (part instanceof ContentPart.Image picture) {
        into.addObject()
            .putObject("inline_data")
            .put("mime_type", picture.image().mime())
            .set("data", WireBody.base64("", picture.image().bytes()));
      } else if (part instanceof ContentPart.Video clip) {
        video(into.addObject(), clip);
      }
    }
  }

  private static void video(ObjectNode part, ContentPart.Video clip) {
    part.putObject("inline_data")
        .put("mime_type", clip.video().mime())
        .set("data", WireBody.base64("", clip.video().bytes()));
    clip.fps().ifPresent(fps -> part.putObject("video_metadata").put("fps", fps));
  }

  @Override
  public boolean takesVideo() {
    return true;
  }

  @Override
  public boolean takesFps() {
    return true;
  }

  @Override
  public Optional<Counting> counting(VlmRequest request) {
    ObjectNode body = WireBody.tree();
    contents(body, request);
    return Optional.of(new Counting(model(":countTokens"), body, Map.of()));
  }

  @Override
  public OptionalInt counted(JsonNode answer) {
    return WireJson.count(answer.path("totalTokens"));
  }
}
