package dev.zoetrope.backend;

import dev.zoetrope.metrics.Conditions;
import dev.zoetrope.metrics.PromptProgress;
import dev.zoetrope.metrics.ServerTimings;
import dev.zoetrope.metrics.Timeline;
import dev.zoetrope.metrics.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** An answer while it grows. Confined to the thread that reads it. */
final class WireAnswer {
  private final WireReader reader;
  private final boolean streamed;
  private final Consumer<? super TokenEvent> sink;
  private final StringBuilder text = new StringBuilder();
  private final List<Long> deltas = new ArrayList<>();
  private final List<PromptProgress.Step> steps = new ArrayList<>();
  private final int pictures;
  private OptionalLong firstContent = OptionalLong.empty();
  private Optional<FinishReason> finish = Optional.empty();
  private TokenUsage usage = TokenUsage.unknown();
  private Optional<ServerTimings> timings = Optional.empty();
  private final WirePulse pulse;
  private final BooleanSupplier left;
  private final KeyMask mask;
  private boolean said;
  private boolean called;
  private long now;

  /**
   * @param pictures how many the question holds
   * @param left whether nobody wants to hear more of it
   * @param mask what the sink and the text are told without
   */
  WireAnswer(
      WireReader reader,
      boolean streamed,
      int pictures,
      WirePulse pulse,
      BooleanSupplier left,
      KeyMask mask,
      Consumer<? super TokenEvent> sink) {
    this.reader = reader;
    this.streamed = streamed;
    this.pictures = pictures;
    this.pulse = pulse;
    this.left = left;
    this.mask = mask;
    this.sink = mask.before(sink);
  }

  /** The stamp of what comes next. */
  void at(long nanos) {
    now = nanos;
  }

  /** The stamp of what came last. */
  long now() {
    return now;
  }

  /** Takes one frame. */
  void frame(String frame) {
    if (!reader.ended() && !left.getAsBoolean()) {
      reader.read(frame, now).forEach(this::take);
      reader.broken().ifPresent(WireAnswer::raise);
    }
  }

  private static void raise(BackendException error) {
    throw error;
  }

  /** A comment amid the frames. */
  void comment() {
    take(new TokenEvent.Ping(now));
  }

  void take(TokenEvent event) {
    pulse.event(event);
    if (event instanceof TokenEvent.Delta delta) {
      add(delta);
    } else if (event instanceof TokenEvent.Finished finished) {
      finish = Optional.of(finished.reason());
    } else if (event instanceof TokenEvent.Usage told) {
      usage = usage.then(told.usage());
    } else if (event instanceof TokenEvent.Timings told) {
      timings = Optional.of(told.timings());
    } else if (event instanceof TokenEvent.Tool) {
      called = true;
    } else if (event instanceof TokenEvent.Progress told) {
      told.serverMillis().ifPresent(ms -> steps.add(new PromptProgress.Step(told.processed(), ms)));
    }
    sink.accept(event);
  }

  private void add(TokenEvent.Delta delta) {
    said = true;
    if (streamed) {
      deltas.add(delta.atNanos());
    }
    if (!delta.reasoning()) {
      text.append(delta.text());
      firstContent =
          firstContent.isPresent() || !streamed ? firstContent : OptionalLong.of(delta.atNanos());
    }
  }

  /** The server has said that nothing more comes. */
  boolean marked() {
    return reader.ended();
  }

  /** It may end here: the model's end was told, or the server's end mark. */
  boolean complete() {
    return marked() || finish.isPresent();
  }

  /** Neither a word came nor a call of a tool, and not why it ended. */
  boolean isNothing() {
    return !said && !called && finish.isEmpty();
  }

  /** Something was said, if only in thought. */
  boolean begun() {
    return said || onlyThought();
  }

  /** It was cut off before it said a word, amid its thoughts. */
  boolean onlyThought() {
    return text.isEmpty()
        && !called
        && finish.filter(FinishReason.LENGTH::equals).isPresent()
        && (said || usage.reasoning().orElse(0) > 0);
  }

  /** A filter, or the model itself, ended it before it said a word. */
  boolean onlyFiltered() {
    return text.isEmpty()
        && !called
        && finish.filter(FinishReason.CONTENT_FILTER::equals).isPresent();
  }

  /** How many tokens it thought, where told. */
  OptionalInt thought() {
    return usage.reasoning();
  }

  /** The conditions with what the server told beside the answer. */
  Conditions conditions(Conditions known) {
    return reader.engine().map(known::with).orElse(known);
  }

  String text() {
    return mask.of(text.toString());
  }

  Completion ended(WireMarks marks, long end) {
    return completion(finish.orElse(FinishReason.OTHER), marks, end);
  }

  Completion cancelled(WireMarks marks, long end) {
    return completion(FinishReason.CANCELLED, marks, end);
  }

  private Completion completion(FinishReason reason, WireMarks marks, long end) {
    Timeline timeline =
        new Timeline(
            streamed ? Timeline.Origin.CLIENT : Timeline.Origin.IN_ONE_PIECE,
            marks.start(),
            marks.bodySent(),
            marks.headers(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            deltas,
            firstContent,
            OptionalLong.of(end),
            marks.wire());
    return new Completion(
        text(), reason, usage.plausible(said), timings.map(this::reported), timeline);
  }

  private ServerTimings reported(ServerTimings told) {
    return steps.isEmpty() ? told : told.with(new PromptProgress(pictures, steps));
  }
}
