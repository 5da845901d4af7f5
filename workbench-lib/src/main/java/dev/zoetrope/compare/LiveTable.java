package dev.zoetrope.compare;

import dev.zoetrope.metrics.Metric;
import dev.zoetrope.metrics.Metrics;
import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Samples;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lays a live session's report out. */
final class LiveTable {
  private static final List<String> MEDIANS =
      List.of("frame_age", "time_to_first_token", "request_latency", "decode_throughput");
  private static final Provenance COUNTED =
      new Provenance(Provenance.Kind.MEASURED_IN_PROCESS, "counted from the session's begin");

  private LiveTable() {}

  static Table of(LiveReport report) {
    return new Table(
        String.format(Locale.ROOT, "Live for %.1f s", report.lasted().toNanos() / 1e9),
        headers(),
        report.backends().stream().map(LiveTable::row).toList(),
        List.of(
            "Numbers are medians of whole answers; each backend was asked at its own pace, so those"
                + " that share a machine share it.",
            report.news()));
  }

  private static List<Metric> medians() {
    return Metrics.STANDARD.stream().filter(m -> MEDIANS.contains(m.tag())).toList();
  }

  private static List<String> headers() {
    return Stream.concat(
            Stream.of("backend", "answers", "failed", "superseded", "dropped", "skipped"),
            medians().stream().map(m -> m.header() + " [" + m.unit() + "]"))
        .toList();
  }

  private static List<Cell> row(LiveTally tally) {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell.Text(tally.backend().uri()));
    Stream.of(
            tally.answered(), tally.failed(), tally.superseded(), tally.dropped(), tally.skipped())
        .forEach(count -> cells.add(new Cell.Number(new Reading.Value(count, "times", COUNTED))));
    medians().forEach(m -> cells.add(new Cell.Number(median(tally, m))));
    return cells;
  }

  private static Reading median(LiveTally tally, Metric metric) {
    List<Reading.Value> values =
        tally.readings().stream()
            .map(all -> all.get(metric.tag()))
            .filter(Reading.Value.class::isInstance)
            .map(Reading.Value.class::cast)
            .toList();
    return Samples.of(values.stream().mapToDouble(Reading.Value::value).toArray())
        .percentile(0.5)
        .<Reading>map(half -> median(half.value(), values))
        .orElseGet(() -> new Reading.Absent(why(tally, metric)));
  }

  private static Reading median(double half, List<Reading.Value> values) {
    Reading.Value one = values.get(0);
    String formula = "median of " + values.size() + ": " + one.provenance().formula();
    return new Reading.Value(half, one.unit(), new Provenance(one.provenance().kind(), formula));
  }

  private static String why(LiveTally tally, Metric metric) {
    return tally.readings().stream()
        .map(all -> all.get(metric.tag()))
        .filter(Reading.Absent.class::isInstance)
        .map(reading -> ((Reading.Absent) reading).reason())
        .findFirst()
        .orElse("it gave no whole answer");
  }
}
