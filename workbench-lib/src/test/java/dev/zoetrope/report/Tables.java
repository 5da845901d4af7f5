package dev.zoetrope.report;

import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.List;
import java.util.stream.IntStream;

/** Tables of answers by hand. */
final class Tables {
  private Tables() {}

  static Table of(int answers, String said) {
    return new Table(
        "Which way does the ball move?",
        List.of("backend", "encoding", "answer", "TTFT [ms]", "decode [tok/s]", "prefill [ms]"),
        IntStream.range(0, answers).mapToObj(i -> row(i, said)).toList(),
        List.of("Asked in turn.", "toy: it sees 64 pixels."));
  }

  private static List<Cell> row(int i, String said) {
    return List.of(
        new Cell.Text("embedded:tiny-" + i),
        new Cell.Text("grid-2x2"),
        new Cell.Text(said),
        number(12.3456 + i),
        number(1234.56),
        new Cell.Number(new Reading.Absent("the server does not tell")));
  }

  static Cell number(double value) {
    return new Cell.Number(
        new Reading.Value(
            value, "ms", new Provenance(Provenance.Kind.CLIENT_OBSERVED, "last - first")));
  }
}
