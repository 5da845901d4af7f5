package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What one chunk of a streamed chat completion, or a whole one, says. A chunk that names the role,
 * reports progress or carries an empty text is never a {@link TokenEvent.Delta}.
 */
final class OpenAiChunks {
  private OpenAiChunks() {}

  /** The chunk's events, at least one, all with the stamp of the read that brought it. */
  static List<TokenEvent> events(JsonNode chunk, long at) {
    List<TokenEvent> events = new ArrayList<>(2);
    JsonNode choice = chunk.path("choices").path(0);
    progress(chunk, at).ifPresent(events::add);
    delta(choice, "reasoning_content", true, at)
        .or(() -> delta(choice, "reasoning", true, at))
        .ifPresent(events::add);
    thought(piece(choice).path("content"), at).ifPresent(events::add);
    delta(choice, "content", false, at).ifPresent(events::add);
    delta(choice, "refusal", false, at).ifPresent(events::add);
    tools(piece(choice).path("tool_calls"), at, events);
    finish(chunk, choice, at).ifPresent(events::add);
    usage(chunk, at).ifPresent(events::add);
    timings(chunk, at).ifPresent(events::add);
    if (events.isEmpty()) {
      events.add(
          choice.path("delta").has("role") ? new TokenEvent.Role(at) : new TokenEvent.Ping(at));
    }
    return events;
  }

  private static Optional<TokenEvent> progress(JsonNode chunk, long at) {
    JsonNode progress = chunk.path("prompt_progress");
    OptionalInt processed = WireJson.count(progress.path("processed"));
    OptionalInt total = WireJson.count(progress.path("total"));
    return processed.isPresent() && total.isPresent()
        ? Optional.of(
            new TokenEvent.Progress(
                at,
                processed.getAsInt(),
                total.getAsInt(),
                OpenAiTimings.millis(progress, "time_ms", 1)))
        : Optional.empty();
  }

  private static Optional<TokenEvent> delta(
      JsonNode choice, String field, boolean reasoning, long at) {
    return words(piece(choice).path(field)).map(text -> new TokenEvent.Delta(at, text, reasoning));
  }

  /** A text, or one in parts, as a request's are; parts that are thoughts are not of it. */
  private static Optional<String> words(JsonNode content) {
    return content.isArray() ? words(content, false) : WireJson.text(content);
  }

  private static Optional<TokenEvent> thought(JsonNode content, long at) {
    return content.isArray()
        ? words(content, true).map(text -> new TokenEvent.Delta(at, text, true))
        : Optional.empty();
  }

  private static Optional<String> words(JsonNode parts, boolean thoughts) {
    StringBuilder words = new StringBuilder();
    for (JsonNode part : parts) {
      if (isThought(part) == thoughts) {
        words.append(
            WireJson.text(part.path("text")).or(() -> words(part.path("thinking"))).orElse(""));
      }
    }
    return Optional.of(words.toString()).filter(text -> !text.isEmpty());
  }

  private static boolean isThought(JsonNode part) {
    String type = part.path("type").asText();
    return type.equals("thinking") || type.startsWith("reasoning");
  }

  /** Whether the model says that it will not answer. */
  static boolean refuses(JsonNode choice) {
    return WireJson.text(piece(choice).path("refusal")).isPresent();
  }

  /** The word for an end that is none: the server gave the request up. */
  static Optional<String> broken(JsonNode chunk, JsonNode choice) {
    return word(choice)
        .filter(word -> word.equals("abort") || word.equals("error"))
        .or(() -> LmStudioStats.broken(chunk.path("stats")));
  }

  /** Some tell it as an object. */
  private static Optional<String> word(JsonNode choice) {
    JsonNode reason = choice.path("finish_reason");
    return WireJson.text(reason)
        .or(() -> WireJson.text(reason.path("type")))
        .map(word -> word.toLowerCase(Locale.ROOT));
  }

  private static JsonNode piece(JsonNode choice) {
    return choice.has("delta") ? choice.path("delta") : choice.path("message");
  }

  /** Ollama's own protocol has them in the same place, arguments as an object. */
  static void tools(JsonNode calls, long at, List<TokenEvent> events) {
    for (JsonNode call : calls) {
      JsonNode function = call.path("function");
      JsonNode arguments = function.path("arguments");
      events.add(
          new TokenEvent.Tool(
              at,
              function.path("name").asText(),
              arguments.isContainerNode() ? arguments.toString() : arguments.asText()));
    }
  }

  private static Optional<TokenEvent> finish(JsonNode chunk, JsonNode choice, long at) {
    if (LmStudioStats.isCut(chunk.path("stats"))) {
      return Optional.of(new TokenEvent.Finished(at, FinishReason.LENGTH));
    }
    return word(choice).map(reason -> new TokenEvent.Finished(at, reason(reason)));
  }

  private static FinishReason reason(String word) {
    return switch (word) {
      case "stop", "eos", "eos_token", "stop_sequence", "end_turn" -> FinishReason.STOP;
      case "length", "max_tokens", "model_length" -> FinishReason.LENGTH;
      case "content_filter", "refusal" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  private static Optional<TokenEvent> usage(JsonNode chunk, long at) {
    return chunk.path("usage").isObject()
        ? Optional.of(new TokenEvent.Usage(at, counts(chunk.path("usage"))))
        : Optional.empty();
  }

  private static TokenUsage counts(JsonNode usage) {
    JsonNode details = usage.path("prompt_tokens_details");
    OptionalInt thought =
        WireJson.count(usage.path("completion_tokens_details").path("reasoning_tokens"));
    return new TokenUsage(
        WireJson.count(usage.path("prompt_tokens")),
        WireJson.count(details.path("cached_tokens")),
        WireJson.count(usage.path("completion_tokens")),
        vision(details),
        thought.isPresent() ? thought : WireJson.count(usage.path("reasoning_tokens")),
        false);
  }

  /** Servers spell it in two ways. */
  private static OptionalInt vision(JsonNode details) {
    JsonNode kinds = details.path("multimodal_tokens");
    OptionalInt told = sum(details.path("image_tokens"), details.path("video_tokens"));
    return told.isPresent() ? told : sum(kinds.path("image"), kinds.path("video"));
  }

  private static OptionalInt sum(JsonNode... counts) {
    return Stream.of(counts)
        .map(WireJson::count)
        .filter(OptionalInt::isPresent)
        .reduce((a, b) -> OptionalInt.of(a.getAsInt() + b.getAsInt()))
        .orElse(OptionalInt.empty());
  }

  /** Those inside progress chunks are interim and left out. */
  private static Optional<TokenEvent> timings(JsonNode chunk, long at) {
    if (chunk.has("prompt_progress")) {
      return Optional.empty();
    }
    TokenUsage counts = counts(chunk.path("usage"));
    return OpenAiTimings.ofLlama(chunk.path("timings"))
        .or(() -> OpenAiTimings.ofVllm(chunk.path("metrics"), counts))
        .or(() -> LmStudioStats.timings(chunk.path("stats"), counts))
        .map(told -> new TokenEvent.Timings(at, told));
  }
}
