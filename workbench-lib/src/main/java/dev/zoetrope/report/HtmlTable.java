package dev.zoetrope.report;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.metrics.Provenance;
import dev.zoetrope.metrics.Reading;
import dev.zoetrope.metrics.Table;
import dev.zoetrope.metrics.Table.Cell;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table for notebooks and pages: self-contained, each number with its source as a tooltip. Each
 * row of the data becomes a column, so that answers stand side by side. Colours are the page's own.
 */
public final class HtmlTable {
  private static final String LEFT = "text-align:left;vertical-align:top;";
  private static final String LABEL = LEFT + "white-space:nowrap;font-weight:normal;opacity:.8";
  private static final String WORDS =
      LEFT + "white-space:pre-wrap;overflow-wrap:anywhere;min-width:9em;max-width:32em";

  /** A book of an answer scrolls in its place. */
  private static final String SCROLL = "max-height:20em;overflow-y:auto";

  private HtmlTable() {}

  /** An HTML fragment without scripts and without links. */
  public static String of(Table table) {
    requireNonNull(table, "table is null");
    return "<div class=\"zoetrope-table\" style=\"overflow-x:auto\">"
        + "<table style=\"table-layout:auto;margin:0\">"
        + "<caption style=\"text-align:left;white-space:pre-wrap;font-weight:bold\">"
        + Html.escape(table.title())
        + "</caption><tbody>"
        + IntStream.range(0, table.headers().size())
            .mapToObj(i -> line(table, i))
            .collect(Collectors.joining())
        + "</tbody></table>"
        + notes(table.notes())
        + "</div>";
  }

  private static String line(Table table, int index) {
    return "<tr><th scope=\"row\" style=\""
        + LABEL
        + "\">"
        + Html.escape(table.headers().get(index))
        + "</th>"
        + table.rows().stream().map(row -> cell(row.get(index))).collect(Collectors.joining())
        + "</tr>";
  }

  private static String cell(Cell cell) {
    return cell instanceof Cell.Number number
        ? number(number.reading())
        : "<td style=\""
            + WORDS
            + "\"><div style=\""
            + SCROLL
            + "\">"
            + Html.escape(Numbers.of(cell))
            + "</div></td>";
  }

  private static String number(Reading reading) {
    return "<td style=\"text-align:left;vertical-align:top;white-space:nowrap\" title=\""
        + Html.escape(source(reading))
        + "\">"
        + shown(reading)
        + "</td>";
  }

  private static String shown(Reading reading) {
    String number = Html.escape(Numbers.of(new Cell.Number(reading)));
    return reading instanceof Reading.Value value
        ? number + "<sup style=\"opacity:.6\"> " + mark(value.provenance().kind()) + "</sup>"
        : "<span style=\"opacity:.6\">" + number + "</span>";
  }

  private static String source(Reading reading) {
    if (reading instanceof Reading.Value value) {
      Provenance provenance = value.provenance();
      return Sources.words(provenance.kind()) + ": " + provenance.formula();
    }
    return ((Reading.Absent) reading).reason();
  }

  /** One letter, explained below the table. */
  private static String mark(Provenance.Kind kind) {
    return switch (kind) {
      case SERVER_REPORTED -> "s";
      case COUNTED_BY_USAGE -> "u";
      case CLIENT_OBSERVED -> "c";
      case MEASURED_IN_PROCESS -> "p";
      case DERIVED_BY_DIFFERENCE -> "d";
      case ESTIMATED -> "e";
    };
  }

  private static String notes(List<String> notes) {
    String legend =
        "Marks: p measured in this process, c stamped by this client, s reported by the server, u counted by its usage;"
            + " hover for the formula, or over n/a for the reason.";
    return "<div style=\"font-size:85%;opacity:.8;margin-top:4px\">"
        + notes.stream().map(n -> Html.escape(n) + "<br/>").collect(Collectors.joining())
        + legend
        + "</div>";
  }
}
