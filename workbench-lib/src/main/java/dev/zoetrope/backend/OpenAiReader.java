package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Reads chat completions: chunks of a stream, or a whole one. */
final class OpenAiReader implements WireReader {
  private static final String END_MARK = "[DONE]";

  private final WireErrors errors;
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
    return OpenAiChunks.events(chunk, at);
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
