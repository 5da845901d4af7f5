package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.experiment.RunAnswer;
import dev.zoetrope.experiment.RunRecord;
import dev.zoetrope.experiment.Verdict;
import dev.zoetrope.metrics.Estimate;
import dev.zoetrope.metrics.Metric;
import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Proportions;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Samples;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A run as tables: what each backend with each encoding got right and how long it took. */
public final class RunTables {
  private static final List<String> SHOWN =
      List.of(
          "time_to_first_token",
          "prefill_time",
          "decode_throughput",
          "request_latency",
          "input_tokens",
          "vision_tokens",
          "energy_per_output_token");

  private RunTables() {}

  /** Who answered, and how the frames were shown. */
  private record Way(String backend, String encoding) {}

  /** One row for each backend and encoding: shares of right answers and medians. */
  public static Table summary(RunRecord run) {
    Map<Way, List<RunAnswer>> ways = ways(run);
    List<Metric> metrics =
        Metrics.STANDARD.stream()
            .filter(m -> SHOWN.contains(m.tag()))
            .filter(m -> run.answers().stream().anyMatch(a -> a.value(m.tag()).isPresent()))
            .toList();
    List<String> headers =
        new ArrayList<>(List.of("backend", "encoding", "asked", "failed", "right", "understood"));
    metrics.forEach(m -> headers.add(m.header() + " [" + m.unit() + "]"));
    List<List<Cell>> rows = new ArrayList<>();
    ways.forEach((way, answers) -> rows.add(row(way, answers, metrics)));
    return new Table(title(run), headers, rows, notes(run));
  }

  private static String title(RunRecord run) {
    String missing =
        run.cells()
            .filter(cells -> cells > run.answers().size())
            .map(
                cells ->
                    "\n! "
                        + (cells - run.answers().size())
                        + " of "
                        + cells
                        + " questions have no answer yet")
            .orElse("");
    return run.name() + missing;
  }

  private static List<String> notes(RunRecord run) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "\"right\" is the share of right answers among all that came, with Wilson's score interval"
            + " of 95 % for single answers; \"understood\" is the share that the question's rule"
            + " could read. Numbers are medians of the answers that have them.");
    run.calibration().ifPresent(id -> notes.add("The client was measured first: " + id + "."));
    if (run.skipped() > 0) {
      notes.add(run.skipped() + " lines of the log are torn or foreign and were skipped.");
    }
    return notes;
  }

  private static Map<Way, List<RunAnswer>> ways(RunRecord run) {
    return requireNonNull(run, "run is null").answers().stream()
        .collect(
            Collectors.groupingBy(
                a -> new Way(a.place().backend(), a.place().encoding()),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  private static List<Cell> row(Way way, List<RunAnswer> answers, List<Metric> metrics) {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell.Text(way.backend));
    cells.add(new Cell.Text(way.encoding));
    cells.add(new Cell.Text(String.valueOf(answers.size())));
    cells.add(new Cell.Text(String.valueOf(answers.stream().filter(a -> !a.isComplete()).count())));
    cells.add(new Cell.Text(share(answers, v -> v == Verdict.CORRECT)));
    cells.add(new Cell.Text(share(answers, v -> v != Verdict.UNMATCHED)));
    metrics.forEach(m -> cells.add(new Cell.Number(median(answers, m))));
    return cells;
  }

  private static String share(List<RunAnswer> answers, Predicate<Verdict> counted) {
    List<Verdict> judged = answers.stream().flatMap(a -> a.verdict().stream()).toList();
    if (judged.isEmpty()) {
      return "n/a: no rule";
    }
    int right = (int) judged.stream().filter(counted).count();
    return shown(Proportions.wilson(right, judged.size(), "answers"));
  }

  /** "0.925 (0.80 to 0.97, n = 40)". */
  static String shown(Estimate share) {
    return String.format(
        Locale.ROOT,
        "%.3f (%sn = %d)",
        share.value(),
        share
            .interval()
            .map(i -> String.format(Locale.ROOT, "%.2f to %.2f, ", i.low(), i.high()))
            .orElse(""),
        share.n());
  }

  private static Reading median(List<RunAnswer> answers, Metric metric) {
    List<Reading.Value> values =
        answers.stream().flatMap(a -> a.value(metric.tag()).stream()).toList();
    if (values.isEmpty()) {
      return answers.stream()
          .map(a -> a.readings().get(metric.tag()))
          .filter(Reading.Absent.class::isInstance)
          .findFirst()
          .orElse(new Reading.Absent("nobody answered"));
    }
    Samples samples = Samples.of(values.stream().mapToDouble(Reading.Value::value).toArray());
    Samples.Percentile median = samples.percentile(0.5).orElseThrow();
    return new Reading.Value(
        median.value(),
        metric.unit(),
        provenance(values.get(0).provenance(), median, values.size()));
  }

  private static Provenance provenance(Provenance of, Samples.Percentile median, int n) {
    String interval =
        median
            .interval()
            .map(i -> String.format(Locale.ROOT, " (%.3g to %.3g)", i.low(), i.high()))
            .orElse("");
    return new Provenance(of.kind(), "median of n = " + n + interval + ": " + of.formula());
  }

  /** Shares of right answers, a column for each kind of question; empty if none has a rule. */
  public static Optional<Table> byKind(RunRecord run) {
    TreeSet<String> kinds =
        run.answers().stream()
            .filter(a -> a.rule().isPresent())
            .map(RunTables::kind)
            .collect(Collectors.toCollection(TreeSet::new));
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    List<String> headers = new ArrayList<>(List.of("backend", "encoding"));
    headers.addAll(kinds);
    List<List<Cell>> rows = new ArrayList<>();
    ways(run).forEach((way, answers) -> rows.add(kinds(way, answers, kinds)));
    return Optional.of(new Table("Right by kind of question", headers, rows, List.of()));
  }

  private static List<Cell> kinds(Way way, List<RunAnswer> answers, TreeSet<String> kinds) {
    List<Cell> cells =
        new ArrayList<>(List.of(new Cell.Text(way.backend), new Cell.Text(way.encoding)));
    for (String kind : kinds) {
      List<RunAnswer> some = answers.stream().filter(a -> kind(a).equals(kind)).toList();
      cells.add(new Cell.Text(share(some, v -> v == Verdict.CORRECT)));
    }
    return cells;
  }

  private static String kind(RunAnswer answer) {
    return answer.place().kind().isEmpty() ? answer.place().question() : answer.place().kind();
  }

  /** Every answer with its verdict and its numbers. */
  public static Table answers(RunRecord run) {
    List<Metric> metrics =
        Metrics.STANDARD.stream()
            .filter(m -> run.answers().stream().anyMatch(a -> a.value(m.tag()).isPresent()))
            .toList();
    List<String> headers =
        new ArrayList<>(
            List.of(
                "backend",
                "encoding",
                "source",
                "question",
                "window",
                "sampling",
                "repetition",
                "state",
                "answer",
                "verdict",
                "expected"));
    metrics.forEach(m -> headers.add(m.header() + " [" + m.unit() + "]"));
    return new Table(
        run.name() + ": answers",
        headers,
        run.answers().stream().map(a -> line(a, metrics)).toList(),
        List.of());
  }

  private static List<Cell> line(RunAnswer answer, List<Metric> metrics) {
    RunAnswer.Place place = answer.place();
    List<Cell> cells = new ArrayList<>();
    List.of(
            place.backend(),
            place.encoding(),
            place.source(),
            place.question(),
            String.valueOf(place.window()),
            String.valueOf(place.sampling()),
            String.valueOf(place.repetition()),
            answer.state(),
            answer.error().orElse(answer.text()),
            answer.verdict().map(v -> v.name().toLowerCase(Locale.ROOT)).orElse(""),
            answer.rule().map(r -> r.expected()).orElse(""))
        .forEach(text -> cells.add(new Cell.Text(text)));
    metrics.forEach(
        m ->
            cells.add(
                new Cell.Number(
                    answer.readings().getOrDefault(m.tag(), new Reading.Absent("not logged")))));
    return cells;
  }
}
