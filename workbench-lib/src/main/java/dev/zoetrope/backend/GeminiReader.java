package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads Gemini's responses, which have one shape in a stream and alone; it has no end mark. */
final class GeminiReader implements WireReader {
  private static final Set<String> VISION = Set.of("IMAGE", "VIDEO");

  private final WireErrors errors;

  GeminiReader(WireErrors errors) {
    this.errors = errors;
  }

  @Override
  public List<TokenEvent> read(String frame, long at) {
    JsonNode response = errors.object(frame);
    WireJson.text(response.path("promptFeedback").path("blockReason")).ifPresent(this::blocked);
    JsonNode candidate = response.path("candidates").path(0);
    List<TokenEvent> events = new ArrayList<>(2);
    for (JsonNode part : candidate.path("content").path("parts")) {
      WireJson.text(part.path("text"))
          .map(text -> new TokenEvent.Delta(at, text, part.path("thought").asBoolean()))
          .ifPresent(events::add);
      tool(part.path("functionCall"), at).ifPresent(events::add);
    }
    WireJson.text(candidate.path("finishReason"))
        .ifPresent(word -> events.add(new TokenEvent.Finished(at, reason(word))));
    usage(response.path("usageMetadata"))
        .ifPresent(usage -> events.add(new TokenEvent.Usage(at, usage)));
    if (events.isEmpty()) {
      events.add(new TokenEvent.Ping(at));
    }
    return events;
  }

  private static Optional<TokenEvent> tool(JsonNode call, long at) {
    return WireJson.text(call.path("name"))
        .map(name -> new TokenEvent.Tool(at, name, call.path("args").toString()));
  }

  private void blocked(String reason) {
    throw errors.filtered(reason);
  }

  private static FinishReason reason(String word) {
    return switch (word) {
      case "STOP" -> FinishReason.STOP;
      case "MAX_TOKENS" -> FinishReason.LENGTH;
      case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY" ->
          FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  /** A proxy that counted nothing says that the prompt had 0 tokens. */
  private static Optional<TokenUsage> usage(JsonNode usage) {
    OptionalInt prompt = WireJson.count(usage.path("promptTokenCount"));
    OptionalInt thoughts = WireJson.count(usage.path("thoughtsTokenCount"));
    OptionalInt said = WireJson.count(usage.path("candidatesTokenCount"));
    if (prompt.orElse(0) < 1) {
      return Optional.empty();
    }
    return Optional.of(
        new TokenUsage(
            prompt,
            WireJson.count(usage.path("cachedContentTokenCount")),
            said.isPresent() ? OptionalInt.of(said.getAsInt() + thoughts.orElse(0)) : said,
            images(usage.path("promptTokensDetails")),
            thoughts,
            false));
  }

  private static OptionalInt images(JsonNode details) {
    return StreamSupport.stream(details.spliterator(), false)
        .filter(detail -> VISION.contains(detail.path("modality").asText()))
        .map(detail -> WireJson.count(detail.path("tokenCount")))
        .filter(OptionalInt::isPresent)
        .reduce((a, b) -> OptionalInt.of(a.getAsInt() + b.getAsInt()))
        .orElse(OptionalInt.empty());
  }

  @Override
  public boolean ended() {
    return false;
  }
}
