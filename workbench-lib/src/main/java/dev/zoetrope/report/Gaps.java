package dev.zoetrope.report;

import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Why numbers are missing, in words: for a table of which nobody can ask a cell for its reason. */
final class Gaps {
  private Gaps() {}

  /** "n/a, the server does not tell: prefill [1] [2], queue", one line for each reason. */
  static List<String> of(Table table) {
    return table.rows().stream()
        .flatMap(List::stream)
        .flatMap(cell -> reason(cell).stream())
        .distinct()
        .map(reason -> line(table, reason))
        .toList();
  }

  private static Optional<String> reason(Cell cell) {
    return cell instanceof Cell.Number number && number.reading() instanceof Reading.Absent absent
        ? Optional.of(absent.reason())
        : Optional.empty();
  }

  private static String line(Table table, String reason) {
    List<Integer> empty = rows(table).filter(row -> isEmpty(table, row, reason)).boxed().toList();
    Stream<String> whole =
        empty.isEmpty() ? Stream.of() : Stream.of("all of" + Sources.marks(empty));
    Stream<String> columns =
        IntStream.range(0, table.headers().size())
            .mapToObj(column -> name(table, column, reason, empty))
            .flatMap(Optional::stream);
    return "n/a, "
        + reason
        + ": "
        + Stream.concat(whole, columns).collect(Collectors.joining(", "));
  }

  private static IntStream rows(Table table) {
    return IntStream.range(0, table.rows().size());
  }

  /** Whether an answer has no number at all. */
  private static boolean isEmpty(Table table, int row, String reason) {
    return table.rows().get(row).stream()
        .filter(Cell.Number.class::isInstance)
        .allMatch(cell -> reason(cell).equals(Optional.of(reason)));
  }

  private static Optional<String> name(
      Table table, int column, String reason, List<Integer> empty) {
    List<Integer> own =
        rows(table)
            .filter(row -> !empty.contains(row))
            .filter(row -> has(table, row, column, reason))
            .boxed()
            .toList();
    String header = Sources.header(table, column);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    boolean all = own.size() == table.rows().size();
    return Optional.of(all ? header : header + Sources.marks(own));
  }

  private static boolean has(Table table, int row, int column, String reason) {
    return reason(table.rows().get(row).get(column)).equals(Optional.of(reason));
  }
}
