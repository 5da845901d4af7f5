package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Reads chat completions: chunks of a stream, or a whole one. */
final class OpenAiReader implements WireReader {
  private static final String END_MARK = "[DONE]";

  private final WireErrors errors;
  private Optional<BackendException> broken = Optional.empty();
  private Optional<String> engine = Optional.empty();
  private boolean refused;
  private boolean ended;

  OpenAiReader(WireErrors errors) {
    this.errors = errors;
  }

  @Override
  public List<TokenEvent> read(String frame, long at) {
    if (frame.strip().equals(END_MARK)) {
      ended = true;
      return List.of();
    }
    JsonNode chunk = errors.object(frame);
    JsonNode choice = chunk.path("choices").path(0);
    refused |= OpenAiChunks.refuses(choice);
    broken =
        errors.inStream(choice).or(() -> OpenAiChunks.broken(chunk, choice).map(errors::brokenOff));
    if (chunk.has("runtime") || chunk.has("model_info")) {
      engine = LmStudioStats.engine(chunk).map(errors::quote);
    }
    List<TokenEvent> events = OpenAiChunks.events(chunk, at);
    if (refused) {
      events.replaceAll(OpenAiReader::asRefused);
    }
    return events;
  }

  /** The model, not the server, refuses: to the server its answer is like any other. */
  private static TokenEvent asRefused(TokenEvent event) {
    return event instanceof TokenEvent.Finished end && end.reason() == FinishReason.STOP
        ? new TokenEvent.Finished(end.atNanos(), FinishReason.CONTENT_FILTER)
        : event;
  }

  @Override
  public Optional<String> engine() {
    return engine;
  }

  @Override
  public Optional<BackendException> broken() {
    return broken;
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
