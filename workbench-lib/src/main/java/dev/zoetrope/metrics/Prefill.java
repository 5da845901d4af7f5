package dev.zoetrope.metrics;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What happens before the first token. A client's TTFT is never called prefill. */
final class Prefill {
  private Prefill() {}

  static Reading imagePreprocess(Observation o) {
    if (!Stamped.inProcess(o)) {
      return new Reading.Absent(Stamped.UNTOLD);
    }
    return o.timeline().imageEncodes().stream()
        .findFirst()
        .<Reading>map(s -> preprocessed(o, s))
        .orElseGet(() -> new Reading.Absent("no image was encoded"));
  }

  private static Reading preprocessed(Observation o, Timeline.Span firstEncode) {
    double millis = (firstEncode.from() - o.timeline().start()) / 1e6;
    return new Reading.Value(
        millis, "ms", Stamped.by(o, "start of the first image encode - request start"));
  }

  static Reading imageEncode(Observation o) {
    if (Stamped.inProcess(o)) {
      return inProcessEncode(o);
    }
    return new Reading.Absent(
        o.serverTimings().map(t -> t.source().imageEncode()).orElse(Stamped.UNTOLD));
  }

  private static Reading inProcessEncode(Observation o) {
    if (o.timeline().imageEncodes().isEmpty()) {
      return new Reading.Absent("no image was encoded");
    }
    double millis = o.timeline().imageEncodes().stream().mapToDouble(Timeline.Span::millis).sum();
    return new Reading.Value(millis, "ms", Stamped.by(o, "sum of the image encoder's spans"));
  }

  static Reading perImage(Observation o) {
    if (Stamped.inProcess(o)) {
      return new Reading.Absent("the engine times encoding and prefill apart");
    }
    return o.serverTimings()
        .map(Prefill::perImage)
        .orElseGet(() -> new Reading.Absent(Stamped.UNTOLD));
  }

  private static Reading perImage(ServerTimings t) {
    if (t.progress().steps().isEmpty() || t.promptMillis().isEmpty()) {
      return new Reading.Absent(Stamped.UNTOLD);
    }
    if (t.cachedTokens().orElse(0) > 0) {
      return new Reading.Absent("a part of the prompt came out of a cache");
    }
    OptionalDouble millis = t.progress().perPicture(t.promptMillis().getAsDouble());
    return millis.isEmpty()
        ? new Reading.Absent("the server's reports of progress do not tell it")
        : new Reading.Value(
            millis.getAsDouble(),
            "ms",
            reported("(last - first prompt_progress.time_ms) / images, the words behind each too"));
  }

  static Reading time(Observation o) {
    if (o.timeline().prefill().isPresent()) {
      double millis = o.timeline().prefill().get().millis();
      return new Reading.Value(millis, "ms", Stamped.by(o, "prefill span, image encode apart"));
    }
    return o.serverTimings()
        .map(Prefill::serverTime)
        .orElseGet(() -> new Reading.Absent(untold(o)));
  }

  private static Reading serverTime(ServerTimings t) {
    return t.promptMillis().isPresent()
        ? new Reading.Value(
            t.promptMillis().getAsDouble(), "ms", reported(t.source().promptFormula() + cached(t)))
        : noTime();
  }

  static Reading throughput(Observation o) {
    if (o.timeline().prefill().isPresent()) {
      return inProcessThroughput(o);
    }
    return o.serverTimings()
        .map(Prefill::serverThroughput)
        .orElseGet(() -> new Reading.Absent(untold(o)));
  }

  private static Reading inProcessThroughput(Observation o) {
    OptionalInt prompt = o.usage().prompt();
    if (prompt.isEmpty()) {
      return new Reading.Absent(Stamped.NO_PROMPT_COUNT);
    }
    int fresh = prompt.getAsInt() - o.usage().cached().orElse(0);
    double millis = o.timeline().prefill().orElseThrow().millis();
    return fresh < 1 || millis <= 0
        ? allCached()
        : new Reading.Value(
            fresh / millis * 1000, "tok/s", Stamped.by(o, "(input - cached) / prefill span"));
  }

  private static Reading serverThroughput(ServerTimings t) {
    if (t.promptMillis().isEmpty()) {
      return noTime();
    }
    if (t.promptTokens().isEmpty()) {
      return new Reading.Absent(
          t.source().hidesCache()
              ? "the server counts cached tokens but not their time"
              : Stamped.NO_PROMPT_COUNT);
    }
    if (t.promptTokens().getAsInt() < 1) {
      return allCached();
    }
    return new Reading.Value(
        t.promptTokens().getAsInt() / t.promptMillis().getAsDouble() * 1000,
        "tok/s",
        reported(t.source().promptRateFormula() + cached(t)));
  }

  private static Reading noTime() {
    return new Reading.Absent("the server's prompt time is not a time");
  }

  private static Reading allCached() {
    return new Reading.Absent("the whole prompt came out of the cache");
  }

  private static String cached(ServerTimings t) {
    int tokens = t.cachedTokens().orElse(0);
    return tokens < 1 ? "" : ", incremental: " + tokens + " tokens were cached";
  }

  private static String untold(Observation o) {
    return Stamped.inProcess(o) ? "it ended before prefill" : Stamped.UNTOLD;
  }

  private static Provenance reported(String formula) {
    return new Provenance(Provenance.Kind.SERVER_REPORTED, formula);
  }
}
