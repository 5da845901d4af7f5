package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.io.csv.CsvWriteOptions;

/** A table for other programs: numbers in full, nothing where there is none. */
public final class CsvTable {
  /** Spreadsheets take what begins so for a formula. */
  private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r]");

  private CsvTable() {}

  /** With a line of headers; RFC 4180. */
  public static String of(Table table) {
    requireNonNull(table, "table is null");
    List<StringColumn> columns = new ArrayList<>();
    for (int column = 0; column < table.headers().size(); column++) {
      columns.add(column(table, column));
    }
    StringWriter csv = new StringWriter();
    tech.tablesaw.api.Table.create(table.title(), columns.toArray(StringColumn[]::new))
        .write()
        .usingOptions(CsvWriteOptions.builder(csv).build());
    return csv.toString();
  }

  private static StringColumn column(Table table, int column) {
    StringColumn cells = StringColumn.create(table.headers().get(column));
    table.rows().forEach(row -> cells.append(cell(row.get(column))));
    return cells;
  }

  private static String cell(Cell cell) {
    if (cell instanceof Cell.Text words) {
      String text = Visible.of(words.text());
      return FORMULA.matcher(text).find() ? "'" + text : text;
    }
    return ((Cell.Number) cell).reading() instanceof Reading.Value value
        ? String.valueOf(value.value())
        : "";
  }
}
