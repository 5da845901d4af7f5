package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one chunk of a streamed chat completion says. A chunk that names the role, reports progress
 * or carries an empty text is never a {@link TokenEvent.Delta}.
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
    delta(choice, "content", false, at).ifPresent(events::add);
    finish(choice, at).ifPresent(events::add);
    usage(chunk, at).ifPresent(events::add);
    timings(chunk, at).ifPresent(events::add);
    if (events.isEmpty()) {
      events.add(new TokenEvent.Idle(at));
    }
    return events;
  }

  private static Optional<TokenEvent> progress(JsonNode chunk, long at) {
    JsonNode progress = chunk.path("prompt_progress");
    OptionalInt processed = OpenAiJson.count(progress.path("processed"));
    OptionalInt total = OpenAiJson.count(progress.path("total"));
    return processed.isPresent() && total.isPresent()
        ? Optional.of(new TokenEvent.Progress(at, processed.getAsInt(), total.getAsInt()))
        : Optional.empty();
  }

  private static Optional<TokenEvent> delta(
      JsonNode choice, String field, boolean reasoning, long at) {
    return OpenAiJson.text(choice.path("delta").path(field))
        .map(text -> new TokenEvent.Delta(at, text, reasoning));
  }

  private static Optional<TokenEvent> finish(JsonNode choice, long at) {
    return OpenAiJson.text(choice.path("finish_reason"))
        .map(reason -> new TokenEvent.Finished(at, reason(reason)));
  }

  private static FinishReason reason(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "stop" -> FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  private static Optional<TokenEvent> usage(JsonNode chunk, long at) {
    JsonNode usage = chunk.path("usage");
    if (!usage.isObject()) {
      return Optional.empty();
    }
    JsonNode details = usage.path("prompt_tokens_details");
    OptionalInt plain = OpenAiJson.count(details.path("image_tokens"));
    OptionalInt vision =
        plain.isPresent()
            ? plain
            : OpenAiJson.count(details.path("multimodal_tokens").path("image"));
    return Optional.of(
        new TokenEvent.Usage(
            at,
            new TokenUsage(
                OpenAiJson.count(usage.path("prompt_tokens")),
                OpenAiJson.count(details.path("cached_tokens")),
                OpenAiJson.count(usage.path("completion_tokens")),
                vision)));
  }

  /** Those inside progress chunks are interim and left out. */
  private static Optional<TokenEvent> timings(JsonNode chunk, long at) {
    JsonNode timings = chunk.path("timings");
    if (!timings.path("prompt_ms").isNumber()
        || !timings.path("predicted_ms").isNumber()
        || chunk.has("prompt_progress")) {
      return Optional.empty();
    }
    return Optional.of(
        new TokenEvent.Timings(
            at,
            new ServerTimings(
                timings.path("prompt_n").asInt(),
                timings.path("prompt_ms").asDouble(),
                timings.path("cache_n").asInt(),
                timings.path("predicted_n").asInt(),
                timings.path("predicted_ms").asDouble())));
  }
}
