package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table for notebooks and pages: self-contained, each number with its source as a tooltip. Few
 * answers stand side by side, a column for each; of many each is a row. Colours are the page's own.
 */
public final class HtmlTable {
  /** So many answers stand side by side on a screen. */
  private static final int ABREAST = 6;

  private static final String LEFT = "text-align:left;vertical-align:top;";
  private static final String LABEL = LEFT + "white-space:nowrap;font-weight:normal;opacity:.8";
  private static final String HEAD = LEFT + "font-weight:normal;opacity:.8";
  private static final String WORDS =
      LEFT + "white-space:pre-wrap;overflow-wrap:anywhere;min-width:9em;max-width:32em";
  private static final String LEGEND =
      "Small words say who measured a number: in process, at this client, by the server, or counted"
          + " by its usage. Hover for the formula, or over n/a for the reason.";

  /** A book of an answer scrolls in its place. */
  private static final String SCROLL = "max-height:20em;overflow-y:auto";

  private HtmlTable() {}

  /** An HTML fragment without scripts and without links. */
  public static String of(Table table) {
    requireNonNull(table, "table is null");
    return framed(table, table.rows().size() > ABREAST ? asRows(table) : asColumns(table));
  }

  /** The same with a row for each row, however few: for tables that sort. */
  static String rows(Table table) {
    return framed(table, asRows(table));
  }

  private static String framed(Table table, String body) {
    return "<div class=\"zoetrope-table\" style=\"overflow-x:auto\">"
        + "<table style=\"table-layout:auto;margin:0\">"
        + "<caption style=\"text-align:left;white-space:pre-wrap;font-weight:bold\">"
        + Html.escape(table.title())
        + "</caption><tbody>"
        + body
        + "</tbody></table>"
        + notes(table.notes())
        + "</div>";
  }

  private static String asColumns(Table table) {
    return each(table.headers().size(), i -> line(head(table, i, "row", LABEL), cells(table, i)));
  }

  private static String cells(Table table, int column) {
    return each(table.rows().size(), row -> cell(table, row, column));
  }

  private static String asRows(Table table) {
    int columns = table.headers().size();
    return line(each(columns, i -> head(table, i, "col", HEAD)), "")
        + each(table.rows().size(), row -> line("", each(columns, i -> cell(table, row, i))));
  }

  private static String each(int count, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining());
  }

  private static String line(String head, String cells) {
    return "<tr>" + head + cells + "</tr>";
  }

  private static String head(Table table, int column, String scope, String style) {
    return "<th scope=\""
        + scope
        + "\" style=\""
        + style
        + "\">"
        + Html.escape(table.headers().get(column))
        + Sources.only(table, column).map(HtmlTable::mark).orElse("")
        + "</th>";
  }

  private static String cell(Table table, int row, int column) {
    Cell cell = table.rows().get(row).get(column);
    return cell instanceof Cell.Number number
        ? number(number.reading(), Sources.only(table, column).isPresent())
        : "<td style=\""
            + WORDS
            + "\"><div style=\""
            + SCROLL
            + "\">"
            + Html.escape(Numbers.of(cell))
            + "</div></td>";
  }

  private static String number(Reading reading, boolean marked) {
    return "<td style=\"text-align:left;vertical-align:top;white-space:nowrap\" title=\""
        + Html.escape(source(reading))
        + "\">"
        + shown(reading, marked)
        + "</td>";
  }

  private static String shown(Reading reading, boolean marked) {
    String number = Html.escape(Numbers.of(new Cell.Number(reading)));
    if (reading instanceof Reading.Value value) {
      return marked ? number : number + mark(value.provenance().kind());
    }
    return "<span style=\"opacity:.6\">" + number + "</span>";
  }

  private static String source(Reading reading) {
    if (reading instanceof Reading.Value value) {
      return Sources.whole(value.provenance());
    }
    return ((Reading.Absent) reading).reason();
  }

  /** A word, for a letter behind a number would be read as its unit. */
  private static String mark(Provenance.Kind kind) {
    return " <small style=\"opacity:.6\">(" + Sources.mark(kind) + ")</small>";
  }

  private static String notes(List<String> notes) {
    return "<div style=\"font-size:85%;opacity:.8;margin-top:4px\">"
        + notes.stream().map(n -> Html.escape(n) + "<br/>").collect(Collectors.joining())
        + LEGEND
        + "</div>";
  }
}
