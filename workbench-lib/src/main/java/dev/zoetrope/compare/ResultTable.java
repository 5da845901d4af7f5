package dev.zoetrope.compare;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.CacheState;
import dev.zoetrope.metrics.Metric;
import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Observation;
import dev.zoetrope.metrics.PromptForm;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lays a result out as rows of answers and numbers. */
final class ResultTable {
  private static final int SHOWN = 400;

  private ResultTable() {}

  static Table of(ComparisonResult result) {
    List<Metric> shown = Metrics.STANDARD.stream().filter(m -> told(result, m)).toList();
    return new Table(
        title(result),
        headers(shown),
        result.answers().stream().map(a -> row(result, a, shown)).toList(),
        notes(result));
  }

  /** What speaks against the numbers stands with them, not below. */
  private static String title(ComparisonResult result) {
    return Stream.concat(
            Stream.of(bounded(result.spec().prompt())), result.flags().stream().map(f -> "! " + f))
        .collect(Collectors.joining("\n"));
  }

  /** A book that is asked about would bury its answers; the whole of it is in JSON and log. */
  private static String bounded(String prompt) {
    int end =
        prompt.offsetByCodePoints(0, Math.min(SHOWN, prompt.codePointCount(0, prompt.length())));
    return end == prompt.length()
        ? prompt
        : prompt.substring(0, end)
            + String.format(Locale.ROOT, "… (%,d characters)", prompt.length());
  }

  /** A column in which nobody has a number would only be noise; its reason is in the JSON. */
  private static boolean told(ComparisonResult result, Metric metric) {
    return result.answers().stream()
        .anyMatch(a -> a.readings().get(metric.tag()) instanceof Reading.Value);
  }

  private static List<String> headers(List<Metric> shown) {
    return Stream.concat(
            Stream.of("backend", "encoding", "answer"),
            shown.stream().map(m -> m.header() + " [" + m.unit() + "]"))
        .toList();
  }

  private static List<Cell> row(ComparisonResult result, Answer answer, List<Metric> shown) {
    Map<String, Reading> readings = answer.readings();
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell.Text(answer.slot().backend().uri()));
    cells.add(new Cell.Text(encoding(result, answer.slot())));
    cells.add(new Cell.Text(words(answer.outcome())));
    shown.forEach(m -> cells.add(new Cell.Number(requireNonNull(readings.get(m.tag()), m.tag()))));
    return cells;
  }

  /** Numbered where each was asked more than once. */
  static String encoding(ComparisonResult result, Slot slot) {
    return result.spec().repetitions() == 1
        ? slot.encoding()
        : slot.encoding() + " (" + (slot.repetition() + 1) + ")";
  }

  /** What came of an answer that failed is in JSON and log; the reader needs the reason. */
  private static String words(Outcome outcome) {
    String text = outcome instanceof Outcome.Failed ? "" : outcome.text().strip();
    return outcome
        .flaw()
        .map(flaw -> text.isEmpty() ? flaw : text + " (" + flaw + ")")
        .orElse(text);
  }

  private static List<String> notes(ComparisonResult result) {
    Stream<String> models =
        result.answers().stream()
            .map(a -> a.slot().backend())
            .flatMap(card -> card.note().map(n -> card.uri() + ": " + n).stream())
            .distinct();
    return Stream.of(
            Stream.of("Asked " + result.order() + "."),
            result.client().stream().map(c -> c.calibration().words()),
            models,
            caches(result),
            forms(result))
        .flatMap(words -> words)
        .toList();
  }

  /** Only what a reader would be misled without. */
  private static Stream<String> caches(ComparisonResult result) {
    return result.answers().stream()
        .flatMap(
            a ->
                a.observation().flatMap(Observation::conditions).stream()
                    .flatMap(known -> known.cache().stream())
                    .filter(CacheState::isBroken)
                    .map(cache -> a.slot().backend().uri() + ": " + cache.words() + "."))
        .distinct();
  }

  /** Only where answers may differ by it. */
  private static Stream<String> forms(ComparisonResult result) {
    Map<String, Optional<PromptForm>> forms = new LinkedHashMap<>();
    result
        .answers()
        .forEach(
            a ->
                a.observation()
                    .flatMap(Observation::conditions)
                    .filter(known -> !a.frames().isEmpty())
                    .ifPresent(known -> forms.put(a.slot().backend().uri(), known.prompt())));
    return Set.copyOf(forms.values()).size() < 2
        ? Stream.of()
        : forms.entrySet().stream()
            .flatMap(
                known ->
                    known.getValue().stream()
                        .map(form -> known.getKey() + " sees " + form.words() + "."));
  }

  static Optional<Reading.Value> value(Answer answer, String tag) {
    return answer.readings().get(tag) instanceof Reading.Value value
        ? Optional.of(value)
        : Optional.empty();
  }
}
