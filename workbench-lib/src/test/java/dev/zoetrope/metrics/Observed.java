package dev.zoetrope.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Observations by hand, all stamps in milliseconds; the request starts at 1000. */
final class Observed {
  static final long START = 1000;

  private final Timeline.Origin origin;
  private final List<Timeline.Span> encodes = new ArrayList<>();
  private Optional<Timeline.Span> load = Optional.empty();
  private Optional<Timeline.Span> prefill = Optional.empty();
  private List<Long> deltas = List.of();
  private OptionalLong content = OptionalLong.empty();
  private TokenUsage usage = TokenUsage.unknown();
  private Optional<ServerTimings> timings = Optional.empty();
  private Optional<Observation.PictureStamps> pictures = Optional.empty();

  private Timeline.Wire wire = Timeline.Wire.NONE;
  private OptionalLong sent = OptionalLong.empty();

  private final List<Timeline.Span> loads = new ArrayList<>();

  private Observed(Timeline.Origin origin) {
    this.origin = origin;
  }

  static Observed byClient() {
    return new Observed(Timeline.Origin.CLIENT);
  }

  static Observed inProcess() {
    return new Observed(Timeline.Origin.IN_PROCESS);
  }

  Observed deltas(long... millis) {
    deltas = LongStream.of(millis).map(Observed::nanos).boxed().toList();
    content = deltas.isEmpty() ? OptionalLong.empty() : OptionalLong.of(deltas.get(0));
    return this;
  }

  Observed deltaNanos(long first, long gap, int count) {
    deltas = LongStream.range(0, count).mapToObj(i -> nanos(first) + i * gap).toList();
    return this;
  }

  /** Waited since then, connected from there to there, sent then, after so many tries. */
  Observed wire(long queued, long from, long to, long bodySent, int retries) {
    wire =
        new Timeline.Wire(
            OptionalLong.of(nanos(queued)),
            Optional.of(span(from, to)),
            OptionalLong.empty(),
            wire.reads(),
            OptionalInt.of(retries));
    sent = OptionalLong.of(nanos(bodySent));
    return this;
  }

  Observed reads(long... millis) {
    wire =
        new Timeline.Wire(
            wire.queued(),
            wire.connect(),
            wire.sending(),
            LongStream.of(millis).mapToObj(at -> new Timeline.Read(nanos(at), 100)).toList(),
            wire.retries());
    return this;
  }

  Observed content(long millis) {
    content = OptionalLong.of(nanos(millis));
    return this;
  }

  Observed load(long from, long to) {
    load = Optional.of(span(from, to));
    return this;
  }

  /** A backend loaded while the frame waited. */
  Observed otherLoad(long from, long to) {
    loads.add(span(from, to));
    return this;
  }

  Observed encode(long from, long to) {
    encodes.add(span(from, to));
    return this;
  }

  Observed prefill(long from, long to) {
    prefill = Optional.of(span(from, to));
    return this;
  }

  Observed usage(int prompt, int completion) {
    return usage(OptionalInt.of(prompt), OptionalInt.empty(), OptionalInt.of(completion));
  }

  Observed usage(OptionalInt prompt, OptionalInt cached, OptionalInt completion) {
    usage = new TokenUsage(prompt, cached, completion, OptionalInt.empty());
    return this;
  }

  Observed vision(int tokens) {
    usage =
        new TokenUsage(usage.prompt(), usage.cached(), usage.completion(), OptionalInt.of(tokens));
    return this;
  }

  Observed usage(TokenUsage counts) {
    usage = counts;
    return this;
  }

  Observed told(ServerTimings own) {
    timings = Optional.of(own);
    return this;
  }

  Observed timings(int prompt, double promptMillis, int cached, int predicted, double millis) {
    timings = Optional.of(new ServerTimings(prompt, promptMillis, cached, predicted, millis));
    return this;
  }

  Observed pictures(long captured, long from, long to) {
    pictures = Optional.of(new Observation.PictureStamps(nanos(captured), span(from, to), loads));
    return this;
  }

  Reading read(String tag) {
    Reading reading = Metrics.of(observation()).get(tag);
    if (reading == null) {
      throw new IllegalArgumentException("no metric is called " + tag);
    }
    return reading;
  }

  Observation observation() {
    return new Observation(
        new Timeline(
            origin,
            nanos(START),
            sent,
            OptionalLong.empty(),
            load,
            encodes,
            prefill,
            deltas,
            content,
            OptionalLong.empty(),
            wire),
        usage,
        timings,
        pictures);
  }

  private static Timeline.Span span(long from, long to) {
    return new Timeline.Span(nanos(from), nanos(to));
  }

  private static long nanos(long millis) {
    return millis * 1_000_000;
  }
}
