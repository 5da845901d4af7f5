package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.StringColumn;

/**
 * A table for terminals: each row of the data becomes a column, because few answers have many
 * numbers; columns that do not fit beside each other come below.
 */
public final class TextTable {
  /** As wide as a terminal that shows code. */
  private static final int WIDTH = 118;

  private static final int CELL = 40;

  private TextTable() {}

  /** The table, its title above, its notes below. */
  public static String of(Table table) {
    requireNonNull(table, "table is null");
    StringBuilder text = new StringBuilder(table.title()).append('\n');
    blocks(table).forEach(block -> text.append(block.printAll()).append("\n\n"));
    table.notes().forEach(note -> text.append(note).append('\n'));
    return text.toString().stripTrailing();
  }

  private static List<tech.tablesaw.api.Table> blocks(Table table) {
    List<tech.tablesaw.api.Table> blocks = new ArrayList<>();
    StringColumn labels = StringColumn.create(" ", table.headers());
    tech.tablesaw.api.Table block = tech.tablesaw.api.Table.create("", labels.copy());
    int width = width(labels);
    for (int i = 0; i < table.rows().size(); i++) {
      StringColumn column = column(i, table.rows().get(i));
      if (block.columnCount() > 1 && width + width(column) > WIDTH) {
        blocks.add(block);
        block = tech.tablesaw.api.Table.create("", labels.copy());
        width = width(labels);
      }
      block.addColumns(column);
      width += width(column);
    }
    blocks.add(block);
    return blocks;
  }

  private static StringColumn column(int index, List<Cell> row) {
    return StringColumn.create(
        "answer " + (index + 1), row.stream().map(Numbers::of).map(TextTable::cut));
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= CELL ? line : line.substring(0, CELL - 1) + "…";
  }

  private static int width(StringColumn column) {
    int widest = column.asList().stream().mapToInt(String::length).max().orElse(0);
    return 3 + Math.max(column.name().length(), widest);
  }
}
