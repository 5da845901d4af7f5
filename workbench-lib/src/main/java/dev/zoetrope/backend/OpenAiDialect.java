package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * OpenAI's chat completions. Every server gets {@code stream}, {@code temperature} and a token
 * limit; fields beyond what all are known to take go only to a server that was recognised, for some
 * refuse a request with a field that they do not know.
 */
record OpenAiDialect(WireServer server) implements Dialect {
  private static final Set<WireServer.Engine> COUNT_BY_ANSWERING =
      EnumSet.of(
          WireServer.Engine.SGLANG,
          WireServer.Engine.LM_STUDIO,
          WireServer.Engine.MLX_VLM,
          WireServer.Engine.TGI,
          WireServer.Engine.TRANSFORMERS,
          WireServer.Engine.OTHER);

  @Override
  public HttpUrl url(VlmRequest request) {
    return server.engine() == WireServer.Engine.LM_STUDIO
        // The same protocol, and only there it tells its times.
        ? server.address().at("api/v0/chat/completions")
        : server.address().chat();
  }

  @Override
  public WireReader reader(WireErrors errors) {
    return new OpenAiReader(errors);
  }

  /**
   * llama-server has another part for them, where it was built with ffmpeg, and does not say so.
   */
  @Override
  public boolean takesVideo() {
    return switch (server.engine()) {
      case VLLM, SGLANG, NIM, OPENROUTER -> true;
      default -> false;
    };
  }

  @Override
  public ObjectNode body(VlmRequest request) {
    ObjectNode body = WireBody.tree().put("model", server.model());
    messages(body.putArray("messages"), request);
    body.put("stream", request.streamed());
    if (request.streamed()) {
      streaming(body.putObject("stream_options"));
    }
    Sampling sampling = request.sampling();
    body.put("temperature", sampling.temperature());
    body.put(ofOpenAi() ? "max_completion_tokens" : "max_tokens", sampling.maxTokens());
    body.put("seed", sampling.seed());
    if (server.engine() == WireServer.Engine.LLAMA_CPP) {
      body.put("return_progress", true);
    }
    think(body, request.reasoning());
    return body;
  }

  private boolean ofOpenAi() {
    return server.engine() == WireServer.Engine.OPENAI
        || server.engine() == WireServer.Engine.AZURE;
  }

  private void streaming(ObjectNode options) {
    options.put("include_usage", true);
    if (server.engine() == WireServer.Engine.OPENAI) {
      // Padding against eavesdroppers that would be counted as bytes of the answer.
      options.put("include_obfuscation", false);
    }
  }

  private void think(ObjectNode body, VlmRequest.Reasoning wanted) {
    if (wanted == VlmRequest.Reasoning.AS_THE_MODEL_DOES) {
      return;
    }
    boolean on = wanted == VlmRequest.Reasoning.ON;
    switch (server.engine()) {
      case LLAMA_CPP, VLLM, SGLANG, NIM ->
          body.putObject("chat_template_kwargs").put("enable_thinking", on).put("thinking", on);
      case OPENAI, AZURE -> body.put("reasoning_effort", on ? "medium" : "none");
      case OPENROUTER -> body.putObject("reasoning").put("enabled", on);
      default ->
          throw new BackendException.Unsupported(
              server
                  + " is not known well enough to tell its model to think or not; give its own field"
                  + " for that among the request's extras.");
    }
  }

  private static void messages(ArrayNode messages, VlmRequest request) {
    request
        .system()
        .ifPresent(words -> messages.addObject().put("role", "system").put("content", words));
    for (VlmRequest.Turn turn : request.turns()) {
      ObjectNode message = messages.addObject();
      if (turn.speaker() == VlmRequest.Speaker.MODEL) {
        message.put("role", "assistant").put("content", words(turn.parts()));
      } else {
        parts(message.put("role", "user").putArray("content"), turn.parts());
      }
    }
  }

  /** What a model said, for servers want its turns as one string. */
  static String words(List<ContentPart> parts) {
    StringBuilder words = new StringBuilder();
    for (ContentPart part : parts) {
      if (part instanceof ContentPart.Text text) {
        words.append(text.text());
      } else {
        throw new BackendException.Unsupported(
            "A model's earlier turn holds a picture; leave it out, or give it to a user's turn.");
      }
    }
    return words.toString();
  }

  private static void parts(ArrayNode content, List<ContentPart> parts) {
    for (ContentPart part : parts) {
      if (part instanceof ContentPart.Text words) {
        content.addObject().put("type", "text").put("text", words.text());
      } else if (part instanceof ContentPart.Image picture) {
        ObjectNode url = content.addObject().put("type", "image_url").putObject("image_url");
        url.set("url", dataUri(picture));
        detail(url, picture.detail());
      } else if (part instanceof ContentPart.Video clip) {
        content
            .addObject()
            .put("type", "video_url")
            .putObject("video_url")
            .set(
                "url",
                WireBody.base64("data:" + clip.video().mime() + ";base64,", clip.video().bytes()));
      }
    }
  }

  /** The picture as a data URI. */
  static JsonNode dataUri(ContentPart.Image picture) {
    return WireBody.base64("data:" + picture.image().mime() + ";base64,", picture.image().bytes());
  }

  static void detail(ObjectNode image, ContentPart.Detail detail) {
    if (detail != ContentPart.Detail.AUTO) {
      image.put("detail", detail.name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * The first two count without inferring, pictures included; others on this machine read the
   * prompt and make one token of an answer.
   */
  @Override
  public Optional<Counting> counting(VlmRequest request) {
    ObjectNode body = WireBody.tree().put("model", server.model());
    if (server.engine() == WireServer.Engine.LLAMA_CPP) {
      ResponsesDialect.input(body, request);
      return Optional.of(
          new Counting(server.address().at("v1/responses/input_tokens"), body, Map.of()));
    }
    if (server.engine() == WireServer.Engine.VLLM) {
      messages(body.putArray("messages"), request);
      return Optional.of(new Counting(server.address().at("tokenize"), body, Map.of()));
    }
    return byAnswering() ? Optional.of(answering(request)) : Optional.empty();
  }

  /** Where one token more costs nobody money. */
  private boolean byAnswering() {
    return server.address().onThisMachine() && COUNT_BY_ANSWERING.contains(server.engine());
  }

  private Counting answering(VlmRequest request) {
    return new Counting(url(request), body(request), request.extras());
  }

  @Override
  public boolean countsPictures() {
    return !byAnswering();
  }

  @Override
  public OptionalInt counted(JsonNode answer) {
    return WireJson.count(
        switch (server.engine()) {
          case VLLM -> answer.path("count");
          case LLAMA_CPP -> answer.path("input_tokens");
          default -> answer.path("usage").path("prompt_tokens");
        });
  }
}
