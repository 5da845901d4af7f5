package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** An answer while it grows. Confined to the thread that reads it. */
final class OpenAiAnswer {
  private static final String END_MARK = "[DONE]";

  private final OpenAiErrors errors;
  private final Consumer<? super TokenEvent> sink;
  private final StringBuilder text = new StringBuilder();
  private final List<Long> deltas = new ArrayList<>();
  private OptionalLong firstContent = OptionalLong.empty();
  private Optional<FinishReason> finish = Optional.empty();
  private TokenUsage usage = TokenUsage.unknown();
  private Optional<ServerTimings> timings = Optional.empty();
  private boolean marked;
  private long now;

  OpenAiAnswer(OpenAiErrors errors, Consumer<? super TokenEvent> sink) {
    this.errors = errors;
    this.sink = sink;
  }

  /** The stamp of what comes next. */
  void at(long nanos) {
    now = nanos;
  }

  /** The stamp of what came last. */
  long now() {
    return now;
  }

  /** Takes the data of one event. */
  void event(String data) {
    if (marked) {
      return;
    }
    if (data.strip().equals(END_MARK)) {
      marked = true;
      return;
    }
    JsonNode chunk =
        OpenAiJson.object(data)
            .orElseThrow(() -> errors.malformed("sent an event that is no JSON"));
    errors.inStream(chunk).ifPresent(OpenAiAnswer::raise);
    OpenAiChunks.events(chunk, now).forEach(this::take);
  }

  private static void raise(BackendException error) {
    throw error;
  }

  void take(TokenEvent event) {
    if (event instanceof TokenEvent.Delta delta) {
      add(delta);
    } else if (event instanceof TokenEvent.Finished finished) {
      finish = Optional.of(finished.reason());
    } else if (event instanceof TokenEvent.Usage told) {
      usage = told.usage();
    } else if (event instanceof TokenEvent.Timings told) {
      timings = Optional.of(told.timings());
    }
    sink.accept(event);
  }

  private void add(TokenEvent.Delta delta) {
    deltas.add(delta.atNanos());
    if (!delta.reasoning()) {
      text.append(delta.text());
      firstContent = firstContent.isPresent() ? firstContent : OptionalLong.of(delta.atNanos());
    }
  }

  /** The server has said that nothing more comes. */
  boolean marked() {
    return marked;
  }

  /** It may end here: the model's end was told, or the server's end mark. */
  boolean complete() {
    return marked || finish.isPresent();
  }

  /** Something was said, if only in thought. */
  boolean begun() {
    return !deltas.isEmpty();
  }

  String text() {
    return text.toString();
  }

  Completion ended(HttpStamps stamps, long end) {
    return completion(finish.orElse(FinishReason.OTHER), stamps, end);
  }

  Completion cancelled(HttpStamps stamps, long end) {
    return completion(FinishReason.CANCELLED, stamps, end);
  }

  private Completion completion(FinishReason reason, HttpStamps stamps, long end) {
    Timeline timeline =
        new Timeline(
            Timeline.Origin.CLIENT,
            stamps.start(),
            stamps.bodySent(),
            stamps.headers(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            deltas,
            firstContent,
            OptionalLong.of(end));
    return new Completion(text(), reason, usage, timings, timeline);
  }
}
