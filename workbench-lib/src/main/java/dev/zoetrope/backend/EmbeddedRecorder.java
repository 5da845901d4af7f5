package dev.zoetrope.backend;

import dev.zoetrope.metrics.Conditions;
import dev.zoetrope.metrics.PromptForm;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.metrics.Timeline.Span;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Adds up the events of one in-process answer to a completion. Confined to the reader's thread. */
final class EmbeddedRecorder {
  private final PromptForm form;
  private final List<Span> encodes = new ArrayList<>();
  private final List<Long> deltas = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private Optional<Span> load = Optional.empty();
  private Optional<Span> prefill = Optional.empty();
  private TokenUsage usage = TokenUsage.unknown();
  private FinishReason reason = FinishReason.OTHER;
  private long start;
  private long end;

  EmbeddedRecorder(PromptForm form) {
    this.form = form;
  }

  /** The request began: what it needed was loaded. */
  void started(long atNanos) {
    start = atNanos;
  }

  void add(TokenEvent event) {
    end = event.atNanos();
    if (event instanceof TokenEvent.Loaded loaded) {
      load = Optional.of(new Span(loaded.fromNanos(), end));
    } else if (event instanceof TokenEvent.ImageEncoded encoded) {
      encodes.add(new Span(encoded.fromNanos(), end));
    } else if (event instanceof TokenEvent.Prefilled prefilled) {
      prefill = Optional.of(new Span(prefilled.fromNanos(), end));
    } else if (event instanceof TokenEvent.Delta delta) {
      deltas.add(end);
      text.append(delta.text());
    } else if (event instanceof TokenEvent.Usage counted) {
      usage = counted.usage();
    } else if (event instanceof TokenEvent.Finished finished) {
      reason = finished.reason();
    }
  }

  /** What has been said so far. */
  String text() {
    return text.toString();
  }

  Completion completion() {
    return new Completion(text(), reason, usage, Optional.empty(), timeline()).under(conditions());
  }

  private Conditions conditions() {
    return new Conditions(
        EmbeddedBackend.SERVER,
        Optional.empty(),
        encodes.isEmpty() ? Optional.empty() : Optional.of(form),
        Map.of());
  }

  private Timeline timeline() {
    return new Timeline(
        Timeline.Origin.IN_PROCESS,
        start,
        OptionalLong.empty(),
        OptionalLong.empty(),
        load,
        encodes,
        prefill,
        deltas,
        deltas.isEmpty() ? OptionalLong.empty() : OptionalLong.of(deltas.get(0)),
        OptionalLong.of(end));
  }
}
