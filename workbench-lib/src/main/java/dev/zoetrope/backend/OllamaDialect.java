package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zoetrope.metrics.ServerTimings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import okhttp3.HttpUrl;

/**
 * Ollama's own protocol. Each turn is one message whose pictures stand where {@code [img]} marks
 * them, for Ollama drops whole messages, pictures and all, when it believes that they do not fit.
 * It is told to refuse a prompt that is too long instead of cutting it ({@code truncate}, {@code
 * shift}: false).
 *
 * @param thinks whether the model can be told to think or not
 * @param remote the host that really runs it, for a cloud model
 */
record OllamaDialect(WireServer server, boolean thinks, Optional<String> remote)
    implements Dialect {
  private static final String MARK = "[img]";

  /** What Ollama believes that a picture costs. */
  private static final long CHARGED = 768;

  private static final long ROOM_STEP = 2048;

  @Override
  public HttpUrl url(VlmRequest request) {
    return server.address().at("api/chat");
  }

  @Override
  public boolean ndjson() {
    return true;
  }

  @Override
  public boolean losesPictures() {
    return true;
  }

  @Override
  public WireReader reader(WireErrors errors) {
    return new OllamaReader(errors, source());
  }

  /** From 0.30 on its runner is llama-server, whose prompt time holds the pictures' encoding. */
  private ServerTimings.Source source() {
    String version = server.version().orElse("");
    return version.matches("0\\.([012]?\\d)(\\D.*)?") && !version.startsWith("0.0.0")
        ? ServerTimings.Source.OLLAMA_OWN_RUNNER
        : ServerTimings.Source.OLLAMA;
  }

  @Override
  public ObjectNode body(VlmRequest request) {
    ObjectNode body = WireBody.tree().put("model", server.model());
    ArrayNode messages = body.putArray("messages");
    request
        .system()
        .ifPresent(words -> messages.addObject().put("role", "system").put("content", words));
    for (VlmRequest.Turn turn : request.turns()) {
      message(messages.addObject(), turn);
    }
    body.put("stream", request.streamed());
    think(body, request.reasoning());
    uncut(body);
    ObjectNode options =
        body.putObject("options")
            .put("temperature", request.sampling().temperature())
            .put("num_predict", request.sampling().maxTokens())
            .put("seed", request.sampling().seed());
    room(options, request);
    return body;
  }

  /**
   * Of several turns Ollama drops the oldest without a word if it believes that they do not fit, at
   * 768 tokens a picture. One turn is never cut, and another context would load the model anew.
   */
  private void room(ObjectNode options, VlmRequest request) {
    long needed = needed(request);
    if (!request.history().isEmpty()
        && request.imageCount() > 0
        && needed > server.context().orElse(0)) {
      options.put("num_ctx", (needed + ROOM_STEP - 1) / ROOM_STEP * ROOM_STEP);
    }
  }

  private static long needed(VlmRequest request) {
    long letters =
        request.turns().stream()
            .flatMap(turn -> turn.parts().stream())
            .filter(ContentPart.Text.class::isInstance)
            .mapToLong(part -> ((ContentPart.Text) part).text().length())
            .sum();
    // No tokenizer makes more than one token of a letter and a half, in the long run.
    return CHARGED * request.imageCount() + letters * 2 / 3 + request.sampling().maxTokens();
  }

  private static void uncut(ObjectNode body) {
    body.put("truncate", false).put("shift", false);
  }

  private void think(ObjectNode body, VlmRequest.Reasoning wanted) {
    if (wanted == VlmRequest.Reasoning.ON && !thinks) {
      throw new BackendException.Unsupported(
          server + " cannot think; leave reasoning as the model does, or choose another model.");
    }
    if (wanted != VlmRequest.Reasoning.AS_THE_MODEL_DOES && thinks) {
      body.put("think", wanted == VlmRequest.Reasoning.ON);
    }
  }

  private static void message(ObjectNode message, VlmRequest.Turn turn) {
    message.put("role", turn.speaker() == VlmRequest.Speaker.USER ? "user" : "assistant");
    message.put("content", content(turn.parts()));
    if (turn.parts().stream().anyMatch(ContentPart.Image.class::isInstance)) {
      ArrayNode images = message.putArray("images");
      turn.parts().stream()
          .filter(ContentPart.Image.class::isInstance)
          .forEach(p -> images.add(WireBody.base64("", ((ContentPart.Image) p).image().bytes())));
    }
  }

  private static String content(List<ContentPart> parts) {
    StringBuilder content = new StringBuilder();
    for (ContentPart part : parts) {
      if (part instanceof ContentPart.Text words) {
        // A mark in the user's own words would swallow a picture.
        content.append(words.text().replace("[img", "[ img"));
      } else {
        content.append(MARK);
      }
    }
    return content.toString();
  }

  @Override
  public Optional<Counting> loading() {
    ObjectNode body = WireBody.tree().put("model", server.model()).put("stream", false);
    body.putArray("messages");
    uncut(body);
    return Optional.of(new Counting(server.address().at("api/chat"), body, Map.of()));
  }

  /** It has no counter: the prompt is read and one token of an answer made. */
  @Override
  public Optional<Counting> counting(VlmRequest request) {
    return Optional.of(new Counting(url(request), body(request), request.extras()));
  }

  @Override
  public OptionalInt counted(JsonNode answer) {
    return WireJson.count(answer.path("prompt_eval_count"));
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
