package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads the events of OpenAI's Responses, or a whole response. */
final class ResponsesReader implements WireReader {
  private final WireErrors errors;
  private final OptionalInt limit;
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
    return switch (event.path("type").asText()) {
      case "response.output_text.delta", "response.refusal.delta" ->
          delta(event.path("delta"), false, at);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          delta(event.path("delta"), true, at);
      case "response.created" -> List.of(new TokenEvent.Role(at));
      case "response.output_item.added" -> tool(event.path("item"), at);
      case "response.function_call_arguments.delta" ->
          List.of(new TokenEvent.Tool(at, "", event.path("delta").asText()));
      case "response.completed", "response.incomplete" ->
          end(event.path("response"), event.path("timings"), at);
      case "response.failed" -> throw errors.inStream(event.path("response"), event);
      case "error" -> throw errors.inStream(event, event);
      default -> whole(event, at);
    };
  }

  private static List<TokenEvent> delta(JsonNode text, boolean reasoning, long at) {
    return WireJson.text(text)
        .<List<TokenEvent>>map(words -> List.of(new TokenEvent.Delta(at, words, reasoning)))
        .orElseGet(() -> List.of(new TokenEvent.Ping(at)));
  }

  private static List<TokenEvent> tool(JsonNode item, long at) {
    return List.of(
        item.path("type").asText().equals("function_call")
            ? new TokenEvent.Tool(at, item.path("name").asText(), item.path("arguments").asText())
            : new TokenEvent.Ping(at));
  }

  private List<TokenEvent> whole(JsonNode response, long at) {
    if (!response.path("object").asText().equals("response")) {
      return List.of(new TokenEvent.Ping(at));
    }
    if (response.path("status").asText().equals("failed")) {
      throw errors.inStream(response, response);
    }
    List<TokenEvent> events = new ArrayList<>();
    for (JsonNode item : response.path("output")) {
      if (item.path("type").asText().equals("function_call")) {
        events.addAll(tool(item, at));
      }
      for (JsonNode part : item.path("content")) {
        WireJson.text(part.path("text"))
            .ifPresent(text -> events.add(new TokenEvent.Delta(at, text, false)));
      }
    }
    events.addAll(end(response, response.path("timings"), at));
    return events;
  }

  private List<TokenEvent> end(JsonNode response, JsonNode timings, long at) {
    ended = true;
    List<TokenEvent> events = new ArrayList<>();
    events.add(new TokenEvent.Finished(at, reason(response)));
    if (response.path("usage").isObject()) {
      events.add(new TokenEvent.Usage(at, usage(response.path("usage"))));
    }
    OpenAiTimings.ofLlama(timings)
        .or(() -> OpenAiTimings.ofVllm(response.path("metrics"), usage(response.path("usage"))))
        .ifPresent(told -> events.add(new TokenEvent.Timings(at, told)));
    return events;
  }

  private FinishReason reason(JsonNode response) {
    if (response.path("status").asText().equals("completed")) {
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
}
