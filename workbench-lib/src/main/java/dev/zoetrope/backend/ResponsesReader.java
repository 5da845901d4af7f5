package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the events of OpenAI's Responses, or a whole response. */
final class ResponsesReader implements WireReader {
  private static final String COMPLETED = "completed";
  private static final String FAILED = "failed";

  private final WireErrors errors;
  private final OptionalInt limit;
  private Optional<BackendException> broken = Optional.empty();
  private boolean said;
  private boolean refused;
  private boolean ended;

  /**
   * @param limit of the answer's tokens, for a server that calls complete what its limit cut
   */
  ResponsesReader(WireErrors errors, OptionalInt limit) {
    this.errors = errors;
    this.limit = limit;
  }

  @Override
  public List<TokenEvent> read(String frame, long at) {
    if (frame.strip().equals("[DONE]")) {
      return List.of();
    }
    JsonNode event = errors.object(frame);
    List<TokenEvent> events = new ArrayList<>(3);
    String type = event.path("type").asText();
    switch (type) {
      case "response.output_text.delta" -> say(event.path("delta"), false, at, events);
      case "response.refusal.delta" -> refuse(event.path("delta"), at, events);
      case "response.refusal.done" -> refuseAtOnce(event.path("refusal"), at, events);
      case "response.created" -> events.add(new TokenEvent.Role(at));
      case "response.output_item.added" -> tool(event.path("item"), at, events);
      case "response.function_call_arguments.delta" ->
          events.add(new TokenEvent.Tool(at, "", event.path("delta").asText()));
      case "response.completed", "response.incomplete", "response.cancelled", "response.failed" ->
          end(event, type, at, events);
      case "error" -> throw errors.inStream(event, event);
      default -> other(event, type, at, events);
    }
    if (events.isEmpty()) {
      events.add(new TokenEvent.Ping(at));
    }
    return events;
  }

  /** Thoughts have several names; what has none may be a whole response. */
  private void other(JsonNode event, String type, long at, List<TokenEvent> events) {
    if (type.startsWith("response.reasoning") && type.endsWith(".delta")) {
      JsonNode delta = event.path("delta");
      say(delta.isObject() ? delta.path("text") : delta, true, at, events);
    } else if (event.path("object").asText().equals("response")) {
      close(event, WireJson.text(event.path("status")).orElse(COMPLETED), at, events);
      timings(event, event.path("timings"), at, events);
    }
  }

  private void say(JsonNode words, boolean thought, long at, List<TokenEvent> events) {
    WireJson.text(words)
        .ifPresent(
            text -> {
              said = true;
              events.add(new TokenEvent.Delta(at, text, thought));
            });
  }

  private void refuse(JsonNode words, long at, List<TokenEvent> events) {
    refused = true;
    say(words, false, at, events);
  }

  /** Its end repeats what came in pieces. */
  private void refuseAtOnce(JsonNode words, long at, List<TokenEvent> events) {
    if (!refused) {
      refuse(words, at, events);
    }
  }

  private void tool(JsonNode item, long at, List<TokenEvent> events) {
    if (item.path("type").asText().equals("function_call")) {
      said = true;
      events.add(
          new TokenEvent.Tool(at, item.path("name").asText(), item.path("arguments").asText()));
    }
  }

  private void end(JsonNode event, String type, long at, List<TokenEvent> events) {
    JsonNode response = event.path("response");
    String named = type.substring(type.indexOf('.') + 1);
    String status = WireJson.text(response.path("status")).orElse(named);
    if (status.equals(FAILED) || named.equals(FAILED)) {
      throw errors.inStream(response, event);
    }
    close(response, status, at, events);
    timings(response, event.path("timings"), at, events);
  }

  /**
   * What it said stands in it once more; a server that streamed nothing of it says it only here.
   */
  private void close(JsonNode response, String status, long at, List<TokenEvent> events) {
    if (status.equals(FAILED)) {
      throw errors.inStream(response, response);
    }
    if (!said) {
      response.path("output").forEach(item -> item(item, at, events));
    }
    switch (status) {
      case COMPLETED, "incomplete" -> finish(response, status, at, events);
      // Others say that it goes on, or that somebody gave it up.
      default -> broken = Optional.of(errors.brokenOff(status));
    }
  }

  private void item(JsonNode item, long at, List<TokenEvent> events) {
    JsonNode content = item.path("content");
    if (item.path("type").asText().equals("reasoning")) {
      (content.isEmpty() ? item.path("summary") : content)
          .forEach(part -> say(part.path("text"), true, at, events));
      return;
    }
    tool(item, at, events);
    content.forEach(part -> part(part, at, events));
  }

  private void part(JsonNode part, long at, List<TokenEvent> events) {
    String type = part.path("type").asText();
    if (type.equals("refusal")) {
      refuse(part.path("refusal"), at, events);
    } else {
      say(part.path("text"), type.startsWith("reasoning"), at, events);
    }
  }

  private void finish(JsonNode response, String status, long at, List<TokenEvent> events) {
    ended = true;
    events.add(new TokenEvent.Finished(at, reason(response, status)));
    if (response.path("usage").isObject()) {
      events.add(new TokenEvent.Usage(at, usage(response.path("usage"))));
    }
  }

  private static void timings(
      JsonNode response, JsonNode timings, long at, List<TokenEvent> events) {
    OpenAiTimings.ofLlama(timings)
        .or(() -> OpenAiTimings.ofVllm(response.path("metrics"), usage(response.path("usage"))))
        .ifPresent(told -> events.add(new TokenEvent.Timings(at, told)));
  }

  private FinishReason reason(JsonNode response, String status) {
    if (refused) {
      return FinishReason.CONTENT_FILTER;
    }
    if (status.equals(COMPLETED)) {
      return isFull(response) ? FinishReason.LENGTH : FinishReason.STOP;
    }
    return switch (response.path("incomplete_details").path("reason").asText()) {
      case "max_output_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  private boolean isFull(JsonNode response) {
    OptionalInt tokens = WireJson.count(response.path("usage").path("output_tokens"));
    return limit.isPresent() && tokens.isPresent() && tokens.getAsInt() >= limit.getAsInt();
  }

  private static TokenUsage usage(JsonNode usage) {
    JsonNode in = usage.path("input_tokens_details");
    return new TokenUsage(
        WireJson.count(usage.path("input_tokens")),
        WireJson.count(in.path("cached_tokens")),
        WireJson.count(usage.path("output_tokens")),
        WireJson.count(in.path("image_tokens")),
        reasoning(usage),
        false);
  }

  private static OptionalInt reasoning(JsonNode usage) {
    return WireJson.count(usage.path("output_tokens_details").path("reasoning_tokens"));
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public Optional<BackendException> broken() {
    return broken;
  }
}
