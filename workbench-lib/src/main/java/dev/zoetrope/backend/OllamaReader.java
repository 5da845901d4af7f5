package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Reads Ollama's lines. Its {@code prompt_eval_count} holds cached tokens, its {@code
 * prompt_eval_duration} does not hold their time, and how many they were it never says: so the
 * count is the prompt's, and there is no rate to be had of the two.
 */
final class OllamaReader implements WireReader {
  private static final double NANOS = 1e6;

  private final WireErrors errors;
  private final ServerTimings.Source source;
  private boolean ended;

  OllamaReader(WireErrors errors, ServerTimings.Source source) {
    this.errors = errors;
    this.source = source;
  }

  @Override
  public List<TokenEvent> read(String frame, long at) {
    JsonNode line =
        WireJson.object(frame)
            .orElseThrow(() -> errors.malformed("sent a line that is no JSON object"));
    Optional<BackendException> error = errors.inStream(line);
    if (error.isPresent()) {
      throw error.get();
    }
    List<TokenEvent> events = new ArrayList<>(4);
    JsonNode message = line.path("message");
    WireJson.text(message.path("thinking"))
        .ifPresent(text -> events.add(new TokenEvent.Delta(at, text, true)));
    WireJson.text(message.path("content"))
        .ifPresent(text -> events.add(new TokenEvent.Delta(at, text, false)));
    OpenAiChunks.tools(message.path("tool_calls"), at, events);
    if (line.path("done").asBoolean()) {
      last(line, at, events);
    }
    if (events.isEmpty()) {
      events.add(new TokenEvent.Ping(at));
    }
    return events;
  }

  private void last(JsonNode line, long at, List<TokenEvent> events) {
    ended = true;
    events.add(new TokenEvent.Finished(at, reason(line.path("done_reason").asText())));
    events.add(
        new TokenEvent.Usage(
            at,
            new TokenUsage(
                count(line, "prompt_eval_count"),
                OptionalInt.empty(),
                count(line, "eval_count"),
                OptionalInt.empty())));
    if (millis(line, "prompt_eval_duration").isPresent()
        || millis(line, "eval_duration").isPresent()) {
      events.add(new TokenEvent.Timings(at, timings(line)));
    }
  }

  private static FinishReason reason(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "stop" -> FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      default -> FinishReason.OTHER;
    };
  }

  private static OptionalInt count(JsonNode line, String field) {
    return WireJson.count(line.path(field));
  }

  private ServerTimings timings(JsonNode line) {
    return new ServerTimings(
        source,
        OptionalInt.empty(),
        millis(line, "prompt_eval_duration"),
        OptionalInt.empty(),
        count(line, "eval_count"),
        millis(line, "eval_duration"),
        OptionalDouble.empty(),
        millis(line, "load_duration"),
        rest(line));
  }

  private static OptionalDouble millis(JsonNode line, String field) {
    OptionalDouble nanos = WireJson.number(line.path(field));
    return nanos.isPresent() ? OptionalDouble.of(nanos.getAsDouble() / NANOS) : nanos;
  }

  /** Left-out durations are nothing: Ollama leaves zeros out. */
  private static OptionalDouble rest(JsonNode line) {
    OptionalDouble total = millis(line, "total_duration");
    return total.isPresent()
        ? OptionalDouble.of(
            total.getAsDouble()
                - millis(line, "load_duration").orElse(0)
                - millis(line, "prompt_eval_duration").orElse(0)
                - millis(line, "eval_duration").orElse(0))
        : total;
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
