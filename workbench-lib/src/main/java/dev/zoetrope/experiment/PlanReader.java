package dev.zoetrope.experiment;

import dev.zoetrope.backend.CachePolicy;
import dev.zoetrope.backend.Sampling;
import dev.zoetrope.backend.YamlPlace;
import dev.zoetrope.compare.AskOrder;
import dev.zoetrope.temporal.Encoding;
import dev.zoetrope.temporal.Encodings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads a plan out of its file; each mistake is met where it stands. */
final class PlanReader {
  static final List<String> TOP =
      List.of(
          "name",
          "sources",
          "windows",
          "encodings",
          "prompts",
          "backends",
          "samplings",
          "repetitions",
          "seed",
          "cache",
          "order",
          "at-once",
          "limits",
          "budget");
  static final List<String> SOURCE = List.of("id", "uri");
  static final List<String> WINDOW = List.of("at", "frames", "spacing", "from");
  static final List<String> SAMPLING = List.of("max-tokens", "temperature", "seed");
  static final List<String> LIMITS = List.of("workers", "retries", "failures");
  static final List<String> BUDGET = List.of("requests", "time");

  static final Map<String, CachePolicy> CACHES =
      Map.of(
          "plain", CachePolicy.PLAIN,
          "cold", CachePolicy.COLD,
          "warm", CachePolicy.WARM,
          "live", CachePolicy.LIVE);

  static final Map<String, Plan.Sequence> ORDERS =
      Map.of(
          "interleaved", Plan.Sequence.INTERLEAVED,
          "by-backend", Plan.Sequence.BY_BACKEND,
          "shuffled", Plan.Sequence.SHUFFLED);

  static final Map<String, AskOrder> AT_ONCE =
      Map.of(
          "hosts", AskOrder.BY_HOST,
          "backends", AskOrder.AT_ONCE,
          "nothing", AskOrder.IN_TURN);

  private static final int MAX_TOKENS = 128;
  private static final Duration SPACING = Duration.ofMillis(500);

  private final String name;

  /**
   * @param name of a plan that has none of its own
   */
  PlanReader(String name) {
    this.name = name;
  }

  Plan read(YamlPlace root) {
    PlanFields top = PlanFields.of(root, TOP);
    PlanBuilder plan = Plan.named(top.text("name").orElse(name));
    List<Plan.PlannedSource> sources = sources(top);
    sources.forEach(source -> plan.source(source.id(), source.uri()));
    windows(top).forEach(plan::window);
    encodings(top).forEach(plan::encodings);
    questions(top, sources).forEach(plan::ask);
    backends(top).forEach(plan::backends);
    samplings(top).forEach(plan::sampling);
    rest(top, plan);
    return PlanFields.checked(root, plan::build);
  }

  private static void rest(PlanFields top, PlanBuilder plan) {
    top.count("repetitions").ifPresent(plan::repetitions);
    top.whole("seed").ifPresent(plan::seed);
    top.word("cache", CACHES).ifPresent(plan::cache);
    top.word("order", ORDERS).ifPresent(plan::sequence);
    top.word("at-once", AT_ONCE).ifPresent(plan::order);
    top.place("limits").map(PlanReader::limits).ifPresent(plan::limits);
    top.place("budget").map(PlanReader::budget).ifPresent(plan::budget);
  }

  private static List<Plan.PlannedSource> sources(PlanFields top) {
    List<YamlPlace> items = top.required("sources", "sources: [clips/door.mp4]").items();
    return PlanFields.each(items, PlanReader::source, Plan.PlannedSource::id);
  }

  private static Plan.PlannedSource source(YamlPlace place) {
    if (place.isText()) {
      PlanCheck.source(place.text());
      return new Plan.PlannedSource(place.text(), place.text());
    }
    PlanFields fields = PlanFields.of(place, SOURCE);
    String uri = fields.required("uri", "uri: clips/door.mp4").text();
    PlanCheck.source(uri);
    return new Plan.PlannedSource(fields.text("id").orElse(uri), uri);
  }

  private static List<Plan.PlannedWindow> windows(PlanFields top) {
    return PlanFields.each(top.list("windows"), PlanReader::window, window -> window);
  }

  private static Plan.PlannedWindow window(YamlPlace place) {
    PlanFields fields = PlanFields.of(place, WINDOW);
    if (fields.has("at") == fields.has("frames")) {
      throw place.wrong(
          "either at: 2s for one frame or frames: 4 for several is expected, not both.");
    }
    if (fields.has("at") && (fields.has("spacing") || fields.has("from"))) {
      throw place.wrong("spacing and from go with frames; leave them out beside at.");
    }
    return fields
        .time("at")
        .map(Plan.PlannedWindow::at)
        .orElseGet(
            () ->
                Plan.PlannedWindow.of(
                    fields.count("frames").orElse(1),
                    fields.time("spacing").orElse(SPACING),
                    fields.time("from").orElse(Duration.ZERO)));
  }

  private static List<Encoding> encodings(PlanFields top) {
    return PlanFields.each(
        top.list("encodings"), place -> Encodings.named(place.text()), Encoding::name);
  }

  private static List<PlannedQuestion> questions(PlanFields top, List<Plan.PlannedSource> sources) {
    List<String> ids = sources.stream().map(Plan.PlannedSource::id).toList();
    return new QuestionReader(ids)
        .read(top.required("prompts", "prompts: [\"Which way does it move?\"]").items());
  }

  private static List<String> backends(PlanFields top) {
    List<YamlPlace> items = top.required("backends", "backends: [embedded:tiny]").items();
    return PlanFields.each(items, PlanReader::backend, backend -> backend);
  }

  private static String backend(YamlPlace place) {
    PlanCheck.backend(place.text());
    return place.text();
  }

  private static List<Sampling> samplings(PlanFields top) {
    return PlanFields.each(top.list("samplings"), PlanReader::sampling, sampling -> sampling);
  }

  private static Sampling sampling(YamlPlace place) {
    PlanFields fields = PlanFields.of(place, SAMPLING);
    return new Sampling(
        fields.count("max-tokens").orElse(MAX_TOKENS),
        fields.number("temperature").orElse(0.0),
        fields.whole("seed").orElse(0L),
        fields.number("temperature").isPresent());
  }

  private static Plan.Limits limits(YamlPlace place) {
    PlanFields fields = PlanFields.of(place, LIMITS);
    Plan.Limits usual = Plan.Limits.USUAL;
    return PlanFields.checked(
        place,
        () ->
            new Plan.Limits(
                fields.count("workers").orElse(usual.workers()),
                fields.whole("retries").map(Long::intValue).orElse(usual.retries()),
                fields.count("failures").orElse(usual.failures())));
  }

  private static Plan.Budget budget(YamlPlace place) {
    PlanFields fields = PlanFields.of(place, BUDGET);
    return new Plan.Budget(
        fields.count("requests").map(OptionalInt::of).orElse(OptionalInt.empty()),
        fields.time("time"));
  }
}
