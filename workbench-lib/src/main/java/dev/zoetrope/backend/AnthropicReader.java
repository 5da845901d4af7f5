package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the events of Anthropic's Messages, or a whole message. The counts come in two pieces, at
 * the start and at the end; servers differ in which of them is true, so the later told wins.
 */
final class AnthropicReader implements WireReader {
  private final WireErrors errors;
  private OptionalInt input = OptionalInt.empty();
  private OptionalInt cacheRead = OptionalInt.empty();
  private OptionalInt cacheWritten = OptionalInt.empty();
  private OptionalInt output = OptionalInt.empty();
  private boolean ended;

  AnthropicReader(WireErrors errors) {
    this.errors = errors;
  }

  @Override
  public List<TokenEvent> read(String frame, long at) {
    JsonNode event = errors.object(frame);
    List<TokenEvent> events = new ArrayList<>(2);
    switch (event.path("type").asText()) {
      case "message_start" -> {
        count(event.path("message").path("usage"));
        events.add(new TokenEvent.Role(at));
      }
      case "content_block_start" -> tool(event.path("content_block"), at, events);
      case "content_block_delta" -> delta(event.path("delta"), at, events);
      case "message_delta" -> {
        count(event.path("usage"));
        finish(event.path("delta"), at, events);
      }
      case "message_stop" -> ended = true;
      case "message" -> whole(event, at, events);
      default -> {}
    }
    if (events.isEmpty()) {
      events.add(new TokenEvent.Ping(at));
    }
    return events;
  }

  private static void delta(JsonNode delta, long at, List<TokenEvent> events) {
    WireJson.text(delta.path("text"))
        .ifPresent(text -> events.add(new TokenEvent.Delta(at, text, false)));
    WireJson.text(delta.path("thinking"))
        .ifPresent(text -> events.add(new TokenEvent.Delta(at, text, true)));
    WireJson.text(delta.path("partial_json"))
        .ifPresent(json -> events.add(new TokenEvent.Tool(at, "", json)));
  }

  private static void tool(JsonNode block, long at, List<TokenEvent> events) {
    if (block.path("type").asText().equals("tool_use")) {
      String input = block.path("input").isEmpty() ? "" : block.path("input").toString();
      events.add(new TokenEvent.Tool(at, block.path("name").asText(), input));
    }
  }

  private void whole(JsonNode message, long at, List<TokenEvent> events) {
    for (JsonNode block : message.path("content")) {
      delta(block, at, events);
      tool(block, at, events);
    }
    count(message.path("usage"));
    finish(message, at, events);
    ended = true;
  }

  private void finish(JsonNode from, long at, List<TokenEvent> events) {
    WireJson.text(from.path("stop_reason"))
        .ifPresent(word -> events.add(new TokenEvent.Finished(at, reason(word))));
    events.add(new TokenEvent.Usage(at, usage()));
  }

  private static FinishReason reason(String word) {
    return switch (word) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  private void count(JsonNode usage) {
    input = later(usage, "input_tokens", input);
    cacheRead = later(usage, "cache_read_input_tokens", cacheRead);
    cacheWritten = later(usage, "cache_creation_input_tokens", cacheWritten);
    output = later(usage, "output_tokens", output);
  }

  private static OptionalInt later(JsonNode usage, String field, OptionalInt before) {
    OptionalInt told = WireJson.count(usage.path(field));
    return told.isPresent() ? told : before;
  }

  /** {@code input_tokens} leaves out what came from a cache or went into one. */
  private TokenUsage usage() {
    int prompt = input.orElse(0) + cacheRead.orElse(0) + cacheWritten.orElse(0);
    return new TokenUsage(
        Optional.of(prompt).filter(p -> p > 0).map(OptionalInt::of).orElse(OptionalInt.empty()),
        cacheRead,
        output,
        OptionalInt.empty());
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
